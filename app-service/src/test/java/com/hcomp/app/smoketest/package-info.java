@NullMarked
package com.hcomp.app.smoketest;

import org.jspecify.annotations.NullMarked;
