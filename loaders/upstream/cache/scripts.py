"""What is done atomically at Redis, as Lua. Times are the server's own, so that no two machines' clocks need to agree.

Layout, all below one prefix with the version of the layout in it. Only entries, claims and probes have a time to live, so that a full
store that evicts `volatile-` keys breaks no promise: a claim that is lost costs a call more. The rest is swept by the beat.
    e:<key>     an entry: v bytes, a when it was stored, f and u until when it is fresh and usable, s asked after which drop, t tags,
                d a digest of v
    l:<key>     a claim: the token of the process that asks
    x:<key>     says that who had the claim failed a moment ago: whoever waited asks at once, instead of one after another
    p:<vendor>  the token of the process that tries a vendor again, or has just done so without an answer
    o:<key>     the first outcome of a write
    outcomes    until when each of those is kept
    tags        the number of each tag's last drop; numbers are microseconds of the server's clock, made to grow always
    floor       the newest number that was swept from there: what was asked before it counts as dropped
    n           the number of the last drop
    born        when a process first found the store empty; every script but the beat asks it by that name (GUARD)
    drops       a stream of the newest drops, which every process reads along
    news        a stream of the newest keys under which one value took the place of another, likewise
    alive       the processes, by when they were last heard of
    budget:<vendor>, budget:<vendor>:kept
                the calls of a window, and what each process keeps of it
"""

GUARD = """
if redis.call('GET', ARGV[1] .. 'born') ~= ARGV[#ARGV] then return redis.error_reply('the store was emptied') end
"""
"Goes before every script whose last argument says which store it is for: one that was emptied has lost promises to all processes."

_NOW_MS = "local t = redis.call('TIME') local now = t[1] * 1000 + math.floor(t[2] / 1000) "

_IS_DROPPED = """
local function is_dropped(tags, since)
  if tonumber(since) < tonumber(redis.call('GET', ARGV[1] .. 'floor') or '0') then return true end
  for tag in string.gmatch(tags, '[^\\31]+') do
    local dropped = redis.call('ZSCORE', ARGV[1] .. 'tags', tag)
    if dropped and tonumber(dropped) > tonumber(since) then return true end
  end
  return false
end
"""

CLAIM = (
    _NOW_MS
    + _IS_DROPPED
    + """
local token, lease_ms = ARGV[2], tonumber(ARGV[3])
local function is_taken(index, e)
  if tonumber(e[1]) > now then return true end
  if tonumber(e[2]) <= now then return false end
  return lease_ms == 0 or (string.sub(e[5], -2, -2) == '0' and now - e[1] < tonumber(ARGV[3 + index]))
end
local found = {}
for index, key in ipairs(KEYS) do
  local name = ARGV[1] .. 'e:' .. key
  local e = redis.call('HMGET', name, 'f', 'u', 's', 't', 'a')
  local usable = false
  if e[1] then
    if is_dropped(e[4], e[3]) then redis.call('DEL', name)
    else usable = is_taken(index, e) end
  end
  if usable then
    local v = redis.call('HGET', name, 'v')
    found[index] = {v, e[5], string.format('%.0f', e[1] - now), string.format('%.0f', e[2] - now), e[4]}
  elseif lease_ms == 0 then found[index] = {}
  else
    local claim = ARGV[1] .. 'l:' .. key
    local owner = redis.call('GET', claim)
    if redis.call('EXISTS', ARGV[1] .. 'x:' .. key) == 1 then found[index] = {'alone'}
    elseif owner and owner ~= token then found[index] = {'theirs'}
    else
      redis.call('SET', claim, token, 'PX', lease_ms)
      found[index] = {'mine'}
    end
  end
end
return found
"""
)
"""KEYS keys; ARGV prefix, token, lease in ms, then for each key how many ms past its freshness an entry is taken that isn't nobody. A
lease of 0 claims nothing and takes whatever is usable. Per key: v a f u t, or whose it is to ask: mine, theirs, or alone each by
itself."""

PUT = (
    _NOW_MS
    + _IS_DROPPED
    + """
local token, entries = ARGV[2], tonumber(ARGV[3])
for index = 1, entries do
  local at = 4 + 7 * (index - 1)
  local v, d, a, fresh, usable, since, tags = unpack(ARGV, at + 1, at + 7)
  if not is_dropped(tags, since) then
    local name = ARGV[1] .. 'e:' .. KEYS[index]
    local before = redis.call('HGET', name, 'd')
    redis.call('HSET', name, 'v', v, 'a', a, 'f', string.format('%.0f', now + fresh),
      'u', string.format('%.0f', now + usable), 's', since, 't', tags, 'd', d)
    redis.call('PEXPIRE', name, usable)
    if before and before ~= d then
      redis.call('XADD', ARGV[1] .. 'news', 'MAXLEN', '~', 10000, '*', 'by', token, 'key', KEYS[index])
    end
  end
end
for index = entries + 1, #KEYS do
  local claim = ARGV[1] .. 'l:' .. KEYS[index]
  if redis.call('GET', claim) == token then
    redis.call('DEL', claim)
    if index > #KEYS - tonumber(ARGV[4]) then redis.call('SET', ARGV[1] .. 'x:' .. KEYS[index], '1', 'PX', 2000) end
  end
end
return 1
"""
)
"""KEYS of entries, then of claims that are given back, those of what failed last; ARGV prefix, token, how many entries, how many failed,
then for each entry v, d, a, fresh for ms, usable for ms, s, t. What a tag of was dropped since s isn't kept."""

RENEW = """
for _, key in ipairs(KEYS) do
  local claim = ARGV[1] .. 'l:' .. key
  if redis.call('GET', claim) == ARGV[2] then redis.call('PEXPIRE', claim, ARGV[3]) end
end
return 1
"""
"KEYS keys; ARGV prefix, token, lease in ms."

FORGET = """
local t = redis.call('TIME')
local number = t[1] * 1000000 + t[2]
local last = math.max(tonumber(redis.call('GET', ARGV[1] .. 'n') or '0'), tonumber(ARGV[4]))
if number <= last then number = last + 1 end
number = string.format('%.0f', number)
redis.call('SET', ARGV[1] .. 'n', number)
for tag in string.gmatch(ARGV[3], '[^\\31]+') do
  redis.call('ZADD', ARGV[1] .. 'tags', number, tag)
end
redis.call('XADD', ARGV[1] .. 'drops', 'MAXLEN', '~', 100000, number .. '-0', 'by', ARGV[2], 'tags', ARGV[3], 'unless', ARGV[5])
return number
"""
"""ARGV prefix, who, tags, a number that the drop's is to be above, and a drop: who heard of that one
needn't drop these. Returns the drop's number."""

BEAT = """
local t = redis.call('TIME')
local number = t[1] * 1000000 + t[2]
local last = tonumber(redis.call('GET', ARGV[1] .. 'n') or '0')
if number < last then number = last end
redis.call('SET', ARGV[1] .. 'born', string.format('%.0f', t[1] * 1000000 + t[2]), 'NX')
redis.call('ZADD', ARGV[1] .. 'alive', t[1], ARGV[2])
redis.call('ZREMRANGEBYSCORE', ARGV[1] .. 'alive', '-inf', t[1] - 15)
local tags, outcomes = ARGV[1] .. 'tags', ARGV[1] .. 'outcomes'
local old = redis.call('ZCOUNT', tags, '-inf', string.format('%.0f', number - ARGV[3]))
local swept = math.min(500, math.max(old, redis.call('ZCARD', tags) - ARGV[4]))
if swept > 0 then
  redis.call('SET', ARGV[1] .. 'floor', redis.call('ZRANGE', tags, swept - 1, swept - 1, 'WITHSCORES')[2])
  redis.call('ZREMRANGEBYRANK', tags, 0, swept - 1)
end
for _, key in ipairs(redis.call('ZRANGEBYSCORE', outcomes, '-inf', t[1] * 1000, 'LIMIT', 0, 500)) do
  redis.call('DEL', ARGV[1] .. 'o:' .. key)
  redis.call('ZREM', outcomes, key)
end
return {string.format('%.0f', number), redis.call('ZRANGE', ARGV[1] .. 'alive', 0, -1), string.format('%.0f', last),
  redis.call('GET', ARGV[1] .. 'born')}
"""
"""ARGV prefix, who, for how many us tags are remembered, and how many of them. Returns the number that a drop of now would have,
which processes were alive lately, the last drop's number, and when the store was born."""

DROP = "for _, key in ipairs(KEYS) do redis.call('DEL', ARGV[1] .. 'e:' .. key) end"
"KEYS keys; ARGV prefix."

OUTCOME = (
    _NOW_MS
    + """
local ends = redis.call('ZSCORE', ARGV[1] .. 'outcomes', KEYS[1])
return ends and tonumber(ends) > now and redis.call('GET', ARGV[1] .. 'o:' .. KEYS[1])
"""
)
"KEYS key; ARGV prefix. Returns the first outcome, or nothing."

KEEP = (
    _NOW_MS
    + """
local ends = redis.call('ZSCORE', ARGV[1] .. 'outcomes', KEYS[1])
if ARGV[4] == '1' and ends and tonumber(ends) > now then return 0 end
redis.call('SET', ARGV[1] .. 'o:' .. KEYS[1], ARGV[2])
redis.call('ZADD', ARGV[1] .. 'outcomes', string.format('%.0f', now + ARGV[3]), KEYS[1])
return 1
"""
)
"KEYS key; ARGV prefix, the outcome, for how many ms, 1 to leave an earlier one. Returns 0 where there is one."

FREE = """
redis.call('ZREM', ARGV[1] .. 'outcomes', KEYS[1])
return redis.call('DEL', ARGV[1] .. 'o:' .. KEYS[1])
"""
"KEYS key; ARGV prefix. Forgets an outcome."

PROBE = """
local name = ARGV[1] .. 'p:' .. KEYS[1]
local owner = redis.call('GET', name)
if owner and owner ~= ARGV[2] then return 0 end
redis.call('SET', name, ARGV[2], 'PX', ARGV[3])
return 1
"""
"KEYS vendor; ARGV prefix, who, for how many ms. Returns 0 where another has it."

TRIED = """
local name = ARGV[1] .. 'p:' .. KEYS[1]
if redis.call('GET', name) == ARGV[2] then redis.call('DEL', name) end
"""
"KEYS vendor; ARGV prefix, who. Leaves what another has."

_KEPT = """
local function kept(except)
  local sum = 0
  local held = redis.call('HGETALL', KEYS[2])
  for index = 1, #held, 2 do
    if held[index] ~= except then
      if redis.call('ZSCORE', ARGV[1] .. 'alive', held[index]) then sum = sum + held[index + 1]
      else redis.call('HDEL', KEYS[2], held[index]) end
    end
  end
  return sum
end
"""

TAKE = (
    _KEPT
    + """
local t = redis.call('TIME')
local now, window = t[1] * 1000000 + t[2], tonumber(ARGV[2])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', string.format('%.0f', now - window))
local left = ARGV[3] - redis.call('ZCARD', KEYS[1])
if left <= 0 then
  local oldest = redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')
  return {0, 0, math.floor(oldest[2] + window - now)}
end
if left <= kept('') then return {0, left, 0} end
redis.call('ZADD', KEYS[1], string.format('%.0f', now), ARGV[4])
return {1, left - 1, 0}
"""
)
"""KEYS budget, what processes keep of it; ARGV prefix, window in us, calls, the call's name. What is kept isn't granted. Returns
whether, how many are left, wait in us."""

SETTLE = (
    _KEPT
    + """
local t = redis.call('TIME')
local now, window, token, has, most = t[1] * 1000000 + t[2], tonumber(ARGV[2]), ARGV[4], tonumber(ARGV[5]), tonumber(ARGV[6])
for index = 7, #ARGV - 1, 2 do
  redis.call('ZADD', KEYS[1], 'NX', string.format('%.0f', now - ARGV[index + 1]), ARGV[index])
end
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', string.format('%.0f', now - window))
local left = math.max(0, ARGV[3] - redis.call('ZCARD', KEYS[1]))
local processes = math.max(1, redis.call('ZCARD', ARGV[1] .. 'alive'))
local keeps = math.max(0, math.min(math.floor(left / (2 * processes)), left - kept(token), most))
redis.call('HSET', KEYS[2], token, string.format('%.0f', math.max(has, keeps)))
return {left, keeps}
"""
)
"""KEYS as above; ARGV prefix, window in us, calls, who, what it keeps, the most it may keep, then the name of each call that it took
of that and how many us ago. Returns how many are left, and what it keeps from now on. What it kept before stands until it says that
it knows."""
