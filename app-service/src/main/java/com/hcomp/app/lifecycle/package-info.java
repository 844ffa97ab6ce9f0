/** Starts the service, and stops it without losing a request. */
@NullMarked
package com.hcomp.app.lifecycle;

import org.jspecify.annotations.NullMarked;
