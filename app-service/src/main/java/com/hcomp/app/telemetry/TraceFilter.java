package com.hcomp.app.telemetry;

import static io.micronaut.http.annotation.Filter.MATCH_ALL_PATTERN;

import io.micronaut.context.propagation.slf4j.MdcPropagationContext;
import io.micronaut.core.order.Ordered;
import io.micronaut.core.propagation.MutablePropagatedContext;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import java.util.Map;

/** Gives each request's log messages the ids of its trace. */
@ServerFilter(MATCH_ALL_PATTERN)
final class TraceFilter implements Ordered {

  @RequestFilter
  void trace(HttpRequest<?> request, MutablePropagatedContext context) {
    Trace trace = Trace.of(request.getHeaders().get("traceparent"));
    context.add(
        new MdcPropagationContext(Map.of("trace_id", trace.traceId(), "span_id", trace.spanId())));
  }

  @Override
  public int getOrder() {
    return HIGHEST_PRECEDENCE;
  }
}
