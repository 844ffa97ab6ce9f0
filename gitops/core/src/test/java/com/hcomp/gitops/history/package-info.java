@NullMarked
package com.hcomp.gitops.history;

import org.jspecify.annotations.NullMarked;
