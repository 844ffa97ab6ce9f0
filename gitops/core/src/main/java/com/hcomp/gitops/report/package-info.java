/** Output for people and machines. */
@NullMarked
package com.hcomp.gitops.report;

import org.jspecify.annotations.NullMarked;
