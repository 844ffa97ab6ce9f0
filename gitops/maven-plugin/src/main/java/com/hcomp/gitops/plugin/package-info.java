/** The goals: each a thin Mojo that reads its parameters and hands over to gitops-core. */
@NullMarked
package com.hcomp.gitops.plugin;

import org.jspecify.annotations.NullMarked;
