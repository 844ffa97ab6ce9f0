-- Keeps the rate steady: each connection rests between two requests, milliseconds in the first argument.
function init(arguments)
  rest = tonumber(arguments[1])
end

function delay()
  return rest
end

function done(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format("RESULT %d %d %d %d %d %d %d %d %d %d\n",
    summary.requests, summary.duration,
    errors.connect, errors.read, errors.write, errors.timeout, errors.status,
    latency:percentile(50), latency:percentile(99), latency.max))
end
