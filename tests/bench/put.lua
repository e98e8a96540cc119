-- A wrk script that uploads the same body to a list of presigned URLs, in turn. BENCH_PUTS is a file with the URLs, and
-- BENCH_BODY is a file with the body.
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
