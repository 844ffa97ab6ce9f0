@NullMarked
package com.hcomp.gitops.cause;

import org.jspecify.annotations.NullMarked;
