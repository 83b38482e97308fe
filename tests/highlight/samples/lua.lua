#!/usr/bin/env lua
-- A small inventory with classes made of tables.

local json = require("json")
local lfs = require 'lfs'

--[[
  Items have a name, a count and a price.
  Long comments may hold -- short ones.
]]

--[==[ Another level, with ]] inside. ]==]

local Item = {}
Item.__index = Item

local MAX = 0xFF
local RATIO, TINY = 3.14, 1.5e-3

function Item.new(name, count, price)
  local self = setmetatable({}, Item)
  self.name = name or "unnamed"
  self.count = count or 0
  self.price = price or 0.0
  return self
end

function Item:total()
  return self.count * self.price
end

function Item.__tostring(item)
  return string.format("%-10s %3d × %6.2f", item.name, item.count, item.price)
end

function Item.__eq(a, b)
  return a.name == b.name and a.price == b.price
end

local Inventory = setmetatable({}, {
  __call = function(cls, ...)
    local new = { items = { ... }, listeners = {}, ["odd key"] = true }
    return setmetatable(new, { __index = cls })
  end,
})

function Inventory:add(item)
  assert(type(item) == "table", "an item is a table, not " .. type(item))
  for i, other in ipairs(self.items) do
    if other == item then
      other.count = other.count + item.count
      return i
    end
  end
  table.insert(self.items, item)
  self:emit('add', item)
  return #self.items
end

function Inventory:emit(event, ...)
  for _, listener in pairs(self.listeners[event] or {}) do
    local ok, message = pcall(listener, ...)
    if not ok then
      io.stderr:write("listener failed: ", tostring(message), "\n")
    end
  end
end

function Inventory:each()
  local i = 0
  return function()
    i = i + 1
    return self.items[i]
  end
end

function Inventory:filter(predicate)
  local found = {}
  for item in self:each() do
    if predicate(item) then
      found[#found + 1] = item
    end
  end
  return found
end

local function read(path)
  local file, reason = io.open(path, "r")
  if not file then
    return nil, reason
  end
  local text = file:read("*a")
  file:close()
  return json.decode(text)
end

local help = [[
Usage: inventory FILE
  prints "everything" in it \n without escapes
]]

local query = [=[
select * from items where id = ids[names[1]]
]=]

local function main(...)
  local path = select(1, ...)
  if path == nil then
    print(help)
    os.exit(1)
  end
  local data, reason = read(path)
  if not data then error(("cannot read %s: %s"):format(path, reason), 2) end

  local inventory = Inventory()
  for i = 1, #data, 1 do
    local row = data[i]
    if row.skip then goto continue end
    inventory:add(Item.new(row.name, tonumber(row.count), row.price))
    ::continue::
  end

  local total = 0
  for item in inventory:each() do
    total = total + item:total()
    print(tostring(item))
  end
  local cheap = inventory:filter(function(item) return item.price < 10 end)
  local names = {}
  for _, item in ipairs(cheap) do names[#names + 1] = item.name:upper():gsub("%s+", "_") end
  print(('%d cheap: %s, total %.2f'):format(#cheap, table.concat(names, ", "), math.floor(total * 100) / 100))

  local tries = 0
  repeat
    tries = tries + 1
    if tries > MAX then break end
  until tries >= 3 or not true
  while tries > 0 do tries = tries - 1 end
  return tries ~= 0 and false or nil
end

local worker = coroutine.create(function(a) coroutine.yield(a * RATIO // 1) end)
coroutine.resume(worker, 2)
main(...)
