@NullMarked
package com.hcomp.gitops.policy;

import org.jspecify.annotations.NullMarked;
