@NullMarked
package com.hcomp.gitops.workspace;

import org.jspecify.annotations.NullMarked;
