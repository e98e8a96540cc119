-- A wrk script that sends one kind of request (BENCH_KIND) for the tenants of api.mjs in turn.

local kind = os.getenv("BENCH_KIND")
local tenants = tonumber(os.getenv("BENCH_TENANTS"))
local headers = {
  ["Authorization"] = "Bearer " .. os.getenv("BENCH_API_KEY"),
  ["Content-Type"] = "application/json",
}
local next = 0

function request()
  next = next % tenants + 1
  local tenant = "api-" .. next
  local connection = "/v1/flows/demo/tenants/" .. tenant .. "/connection"
  if kind == "healthz" then
    return wrk.format("GET", "/healthz")
  elseif kind == "sessions" then
    local body = '{"tenant": "' .. tenant .. '", "flow": "demo"}'
    return wrk.format("POST", "/v1/connect-sessions", headers, body)
  elseif kind == "connection" then
    return wrk.format("GET", connection, headers)
  elseif kind == "credentials" then
    return wrk.format("GET", connection .. "/credentials/container?access=read", headers)
  end
  error("unknown kind of request: " .. kind)
end
