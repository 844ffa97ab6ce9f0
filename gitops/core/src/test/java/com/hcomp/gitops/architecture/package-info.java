@NullMarked
package com.hcomp.gitops.architecture;

import org.jspecify.annotations.NullMarked;
