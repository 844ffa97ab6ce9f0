@NullMarked
package com.hcomp.gitops.gate;

import org.jspecify.annotations.NullMarked;
