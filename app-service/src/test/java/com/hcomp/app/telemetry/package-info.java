@NullMarked
package com.hcomp.app.telemetry;

import org.jspecify.annotations.NullMarked;
