@NullMarked
package com.hcomp.gitops.model;

import org.jspecify.annotations.NullMarked;
