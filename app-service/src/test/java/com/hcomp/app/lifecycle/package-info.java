@NullMarked
package com.hcomp.app.lifecycle;

import org.jspecify.annotations.NullMarked;
