@NullMarked
package com.hcomp.gitops.values;

import org.jspecify.annotations.NullMarked;
