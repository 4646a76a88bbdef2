-- What Quarto hands to Typst as it is written, and Typst does not take: lengths in pixels, and the names of files
-- in the form of web addresses. Runs before Quarto's own filters.

local function inches(length)
  local number = length:match("^([%d.]+)p?x?$")
  return number and ("%.4gin"):format(tonumber(number) / 96) or length
end

local function file_name(address)
  if address:match("^%a[%w+.-]*:") then return address end
  return (address:gsub("%%(%x%x)", function(code) return string.char(tonumber(code, 16)) end))
end

-- Quarto drops an empty alternative text; a class keeps what the author said with it.
local function is_decoration(image)
  return (image.attributes["fig-alt"] or image.attributes.alt) == "" and #image.caption == 0
end

local function Image(image)
  image.src = file_name(image.src)
  if is_decoration(image) then image.classes:insert("decoration") end
  for _, side in ipairs({ "width", "height" }) do
    local length = image.attributes[side]
    if length then image.attributes[side] = inches(length) end
  end
  return image
end

return { { Image = Image } }
