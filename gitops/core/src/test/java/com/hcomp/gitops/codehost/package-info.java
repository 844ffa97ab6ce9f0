@NullMarked
package com.hcomp.gitops.codehost;

import org.jspecify.annotations.NullMarked;
