/** The values that an environment's charts get, and which file sets each. */
@NullMarked
package com.hcomp.gitops.values;

import org.jspecify.annotations.NullMarked;
