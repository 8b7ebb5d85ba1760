-- For wrk: `wrk -s press.lua URL -- BODIES [AUTHORIZATION]` posts the lines of a file in turn, and ends with a line of JSON.

local bodies, turn = {}, 0

function init(args)
  for line in io.lines(args[1]) do
    bodies[#bodies + 1] = line
  end
  wrk.method = "POST"
  wrk.headers["Content-Type"] = "application/json"
  wrk.headers["Authorization"] = args[2]
end

function request()
  turn = turn % #bodies + 1
  return wrk.format(nil, nil, nil, bodies[turn])
end

function done(summary, latency)
  local e = summary.errors
  local bad = e.connect + e.read + e.write + e.status + e.timeout
  local shape = '\n{"a second": %g, "p50": %g, "p99": %g, "errors": %d}\n'
  local p50, p99 = latency:percentile(50) / 1000, latency:percentile(99) / 1000
  io.write(shape:format(summary.requests / summary.duration * 1e6, p50, p99, bad))
end
