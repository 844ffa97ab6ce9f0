/** What the service tells of itself: logs, trace ids, metrics. */
@NullMarked
package com.hcomp.app.telemetry;

import org.jspecify.annotations.NullMarked;
