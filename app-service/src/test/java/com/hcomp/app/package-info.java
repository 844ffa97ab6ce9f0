@NullMarked
package com.hcomp.app;

import org.jspecify.annotations.NullMarked;
