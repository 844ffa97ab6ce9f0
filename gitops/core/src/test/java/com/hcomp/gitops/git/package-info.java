@NullMarked
package com.hcomp.gitops.git;

import org.jspecify.annotations.NullMarked;
