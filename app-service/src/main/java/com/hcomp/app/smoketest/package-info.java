/** Asks a running service, from outside, whether it is this build. */
@NullMarked
package com.hcomp.app.smoketest;

import org.jspecify.annotations.NullMarked;
