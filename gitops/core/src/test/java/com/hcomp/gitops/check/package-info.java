@NullMarked
package com.hcomp.gitops.check;

import org.jspecify.annotations.NullMarked;
