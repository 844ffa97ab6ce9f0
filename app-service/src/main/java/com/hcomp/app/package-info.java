/** The service: says what it is, and greets where its environment lets it. */
@NullMarked
package com.hcomp.app;

import org.jspecify.annotations.NullMarked;
