-- Uploads the same body to a list of presigned addresses, in turn. BENCH_PUTS names a file with the addresses, and
-- BENCH_BODY one with the body.
local paths = {}
for url in io.lines(os.getenv("BENCH_PUTS")) do
  paths[#paths + 1] = url:match("^%a+://[^/]+(/.*)$")
end
local body = io.open(os.getenv("BENCH_BODY"), "rb"):read("*a")
local next_path = 0

function request()
  next_path = next_path % #paths + 1
  return wrk.format("PUT", paths[next_path], nil, body)
end
