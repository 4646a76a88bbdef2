-- What the dialect does not know, and what accessibility lacks: collected, never dropped in silence.

local Problems = {}
Problems.__index = Problems

function Problems.new() return setmetatable({ found = {}, seen = {} }, Problems) end

-- `token` is text that stands in the source, so that the caller can name the line: the first with it, or the one
-- that `nth` says. `hint` is the repair, where the code alone does not say it.
function Problems:report(code, what, token, hint, nth)
  local key = code .. "\0" .. what .. "\0" .. (token or "") .. "\0" .. (nth or 1)
  if self.seen[key] then return end
  self.seen[key] = true
  self.found[#self.found + 1] = { code = code, what = what, token = token or "", hint = hint, nth = nth }
end

return Problems
