@NullMarked
package com.hcomp.gitops.bootstrap;

import org.jspecify.annotations.NullMarked;
