-- A wrk script that loads the connect pages of many tenants in turn. BENCH_LINKS is a file with one link on each line.

local paths = {}
for link in io.lines(os.getenv("BENCH_LINKS")) do
  paths[#paths + 1] = link:match("^https?://[^/]+(/.*)$")
end

local next = 0
request = function()
  next = next % #paths + 1
  return wrk.format("GET", paths[next])
end
