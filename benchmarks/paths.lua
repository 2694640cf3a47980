-- Asks for the paths in a file, one after another from an offset: wrk ... -s paths.lua URL -- FILE OFFSET
local paths, at = {}, 0
function init(args)
  for line in io.lines(args[1]) do paths[#paths + 1] = line end
  at = tonumber(args[2])
end
function request()
  at = at % #paths + 1
  return wrk.format("GET", paths[at])
end
