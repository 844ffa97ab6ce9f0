@NullMarked
package com.hcomp.gitops.helm;

import org.jspecify.annotations.NullMarked;
