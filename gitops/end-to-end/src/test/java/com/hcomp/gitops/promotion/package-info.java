@NullMarked
package com.hcomp.gitops.promotion;

import org.jspecify.annotations.NullMarked;
