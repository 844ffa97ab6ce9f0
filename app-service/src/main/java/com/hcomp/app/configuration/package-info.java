/** What the service can be told from outside, and what is wrong with it. */
@NullMarked
package com.hcomp.app.configuration;

import org.jspecify.annotations.NullMarked;
