/** What is fine and what isn't, a line each: looked at, never changed. */
@NullMarked
package com.hcomp.gitops.doctor;

import org.jspecify.annotations.NullMarked;
