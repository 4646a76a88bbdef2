-- What the dialect does not know, and what accessibility lacks: collected, never dropped in silence.

local Problems = {}
Problems.__index = Problems

function Problems.new() return setmetatable({ found = {}, seen = {} }, Problems) end

-- `token` is text that stands in the source, so that the caller can name the line.
function Problems:report(code, what, token)
  local key = code .. "\0" .. what .. "\0" .. (token or "")
  if self.seen[key] then return end
  self.seen[key] = true
  self.found[#self.found + 1] = { code = code, what = what, token = token or "" }
end

return Problems
