-- Drives Neovim as the recipe has set it up, and prints one line a test: "ok <name>" or "not ok <name>: <why>".
-- 0.7 is the client with few features: no dynamic registration, no pulled diagnostics, no position encodings. 0.10 pulls
-- diagnostics and knows inlay hints and semantic tokens.
local workspace = vim.env.PLUMB_TEST_WORKSPACE
local limit = 30000
local asked = 'How many times is a payment retried?'

local failed, tests = false, 0
local function test(name, body)
  local ok, why = pcall(body)
  failed = failed or not ok
  tests = tests + 1
  -- Neovim may have left something on the line.
  io.stdout:write(ok and '\nok ' .. name .. '\n' or '\nnot ok ' .. name .. ': ' .. tostring(why):gsub('\n', ' ') .. '\n')
end

local function wait_for(what, condition)
  if not vim.wait(limit, condition, 10) then
    error('waited ' .. limit / 1000 .. ' s for ' .. what)
  end
end

-- What the server tells, beside what Neovim makes of it.
local messages, progress = {}, {}
local function record(method, list)
  local own = vim.lsp.handlers[method]
  vim.lsp.handlers[method] = function(err, result, ...)
    table.insert(list, result)
    return own(err, result, ...)
  end
end
record('window/showMessage', messages)
record('$/progress', progress)

local function plumb(buffer)
  if vim.lsp.get_clients then return vim.lsp.get_clients({ name = 'plumb', bufnr = buffer })[1] end
  for _, client in pairs(vim.lsp.buf_get_clients(buffer)) do
    if client.name == 'plumb' then return client end
  end
end

local function request(method, params)
  local answered, err = vim.lsp.buf_request_sync(0, method, params, limit)
  assert(answered, method .. ' was not answered: ' .. tostring(err))
  local _, reply = next(answered)
  assert(reply and not (reply.err or reply.error), method .. ': ' .. vim.inspect(reply))
  return reply.result
end

local function text() return table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, true), '\n') end

local function has_code(code)
  for _, d in ipairs(vim.diagnostic.get(0)) do
    if tostring(d.code or (d.user_data or {}).lsp and d.user_data.lsp.code) == code then return d end
  end
end

local function open(path)
  vim.cmd('edit ' .. vim.fn.fnameescape(workspace .. '/' .. path))
  wait_for('the server for ' .. path, function() return plumb(0) end)
end

-- Chooses the action of this name from the menu that the user would see.
local function act(title)
  local seen = {}
  local chosen
  vim.ui.select = function(items, options, choose)
    for _, item in ipairs(items) do
      local label = (options.format_item or tostring)(item)
      table.insert(seen, label)
      if label:find(title, 1, true) then
        chosen = true
        return choose(item, 1)
      end
    end
    choose(nil, nil)
  end
  vim.lsp.buf.code_action()
  wait_for('the action ' .. title .. ' among ' .. vim.inspect(seen), function() return chosen end)
end

local function page_of(title)
  wait_for('the page', function()
    return vim.api.nvim_buf_get_name(0):find('/answers/', 1, true) and text():find('# ' .. title, 1, true) == 1
  end)
end

test('starts with the recipe', function()
  open('prompts/summary.prompty')
  local capabilities = plumb(0).server_capabilities or plumb(0).resolved_capabilities
  assert(capabilities.hoverProvider, 'no hover')
  local root = plumb(0).config.root_dir
  assert(root == workspace, 'the root is ' .. tostring(root))
end)

test('shows a problem in a prompt', function()
  wait_for('T01', function() return has_code('T01') end)
  local line = vim.api.nvim_buf_get_lines(0, has_code('T01').lnum, has_code('T01').lnum + 1, true)[1]
  assert(line:find('language', 1, true), 'the problem stands at: ' .. line)
end)

test('hovers with a token count', function()
  vim.fn.search('Summarise this order')
  vim.lsp.buf.hover()
  wait_for('the hover', function()
    for _, window in ipairs(vim.api.nvim_list_wins()) do
      local shown = table.concat(vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, true), '\n')
      if vim.api.nvim_win_get_config(window).relative ~= '' and shown:lower():find('token', 1, true) then
        vim.api.nvim_win_close(window, true)
        return true
      end
    end
  end)
end)

test('completes the names of variables', function()
  local line = vim.fn.search('Summarise this order', 'n')
  local found = request('textDocument/completion', {
    textDocument = { uri = vim.uri_from_bufnr(0) },
    position = { line = line - 1, character = vim.fn.getline(line):find('{{', 1, true) + 2 },
  })
  local labels = vim.tbl_map(function(item) return item.label end, found.items or found)
  assert(vim.tbl_contains(labels, 'order'), vim.inspect(labels))
end)

test('renames a variable everywhere', function()
  vim.fn.search('this order: {{\\zsorder')
  vim.lsp.buf.rename('purchase')
  wait_for('the new name', function()
    return text():find('\n  purchase:\n', 1, true) and text():find('{{purchase}}', 1, true)
  end)
end)

test('mends the problem by a code action', function()
  wait_for('T01 where it is now', function() return has_code('T01') end)
  vim.fn.search('{{\\zslanguage')
  act('Declare')
  wait_for('T01 to go', function() return not has_code('T01') end)
end)

if vim.lsp.inlay_hint then
  test('pulls its diagnostics', function()
    local client = plumb(0)
    -- Later ones are told of it after the start.
    assert(client.server_capabilities.diagnosticProvider or client:supports_method('textDocument/diagnostic'), 'no pulling')
  end)

  test('shows token counts as inlay hints', function()
    local settings = { plumb = { tokens = { counts = 'inlay' } } }
    plumb(0).settings, plumb(0).config.settings = settings, settings
    vim.lsp.inlay_hint.enable(true)
    wait_for('an inlay hint', function()
      -- Told again and again: the notification has no answer.
      vim.lsp.buf_notify(0, 'workspace/didChangeConfiguration', { settings = settings })
      vim.cmd('doautocmd BufWritePost')
      local hints = request('textDocument/inlayHint', {
        textDocument = { uri = vim.uri_from_bufnr(0) },
        range = { start = { line = 0, character = 0 }, ['end'] = { line = 30, character = 0 } },
      })
      return #hints > 0 and hints[1].label:find('tokens of front matter', 1, true)
    end)
    vim.lsp.buf_notify(0, 'workspace/didChangeConfiguration', { settings = { plumb = { tokens = { counts = 'lens' } } } })
  end)

  test('colours the template', function()
    local tokens = request('textDocument/semanticTokens/full', { textDocument = { uri = vim.uri_from_bufnr(0) } })
    assert(tokens and #tokens.data > 0 and #tokens.data % 5 == 0, vim.inspect(tokens))
  end)
end

test('finds a symbol of the workspace', function()
  wait_for('the symbol', function()
    vim.lsp.buf.workspace_symbol('RetryPolicy')
    return vim.wait(1000, function()
      for _, item in ipairs(vim.fn.getqflist()) do
        if vim.api.nvim_buf_get_name(item.bufnr):find('src/RetryPolicy.cs', 1, true) then return true end
      end
    end, 10)
  end)
  vim.cmd('silent! cclose')
end)

test('opens the answer to a question in a comment', function()
  open('src/Cashier.cs')
  vim.api.nvim_win_set_cursor(0, { 3, 0 })
  act('Ask Plumb: open the answer')
  page_of(asked)
end)

test('goes from a citation of the answer to its lines', function()
  wait_for('the server for the page', function() return plumb(0) end)
  vim.fn.search('file://')
  vim.lsp.buf.definition()
  wait_for('the cited file', function() return vim.api.nvim_buf_get_name(0):find(workspace, 1, true) == 1 end)
end)

test('showed the progress of the question', function()
  local kinds = {}
  for _, told in ipairs(progress) do
    if told.value.title == 'Plumb: ' .. asked or kinds[told.token] then
      kinds[told.token] = (kinds[told.token] or '') .. told.value.kind .. ' '
    end
  end
  local _, all = next(kinds)
  assert(all and all:find('^begin .*end $'), vim.inspect(progress))
end)

test('inserts the answer below the question', function()
  open('src/Cashier.cs')
  vim.api.nvim_win_set_cursor(0, { 3, 0 })
  act('Ask Plumb: insert the answer below')
  wait_for('the comment', function() return vim.fn.getline(4):find('// Plumb: ', 1, true) == 1 end)
  assert(vim.fn.getline('$') == 'public sealed class Cashier;', text())
  vim.cmd('undo')
  assert(vim.fn.getline(4) == 'public sealed class Cashier;', text())
end)

test('offers a lens on the question', function()
  local lenses = request('textDocument/codeLens', { textDocument = { uri = vim.uri_from_bufnr(0) } })
  assert(#lenses == 1 and lenses[1].command.title == 'Ask Plumb', vim.inspect(lenses))
end)

test('explains a selection', function()
  open('src/RetryPolicy.cs')
  vim.fn.search('DelayBefore')
  local seen
  -- 0.7 takes the range of the last selection; later ones look at the mode.
  if vim.lsp.buf.range_code_action then
    vim.ui.select = function(items, options, choose)
      for _, item in ipairs(items) do
        if options.format_item(item):find('explain this', 1, true) then
          seen = true
          return choose(item, 1)
        end
      end
    end
    vim.lsp.buf.range_code_action(nil, { vim.fn.line('.'), 0 }, { vim.fn.line('.') + 1, 5 })
    wait_for('the action', function() return seen end)
  else
    vim.cmd('normal! Vj')
    act('Ask Plumb: explain this')
    vim.cmd('normal! \27')
  end
  page_of('Explain RetryPolicy.cs:')
end)

test('answers a question of its own command', function()
  open('src/Checkout.cs')
  vim.cmd('PlumbAsk how long does a refund take?')
  page_of('how long does a refund take?')
  assert(text():find('docs/payments.md', 1, true), text())
end)

test('tells its status', function()
  open('src/Checkout.cs')
  messages[#messages + 1] = { message = '' }
  request('workspace/executeCommand', { command = 'plumb.tellStatus' })
  wait_for('the message', function() return messages[#messages].message:find('^Plumb: %d+ files, %d+ symbols') end)
end)

test('starts for all files of prompts', function()
  for name in vim.env.PLUMB_TEST_FILES:gmatch('%S+') do
    open(name)
  end
end)

test('ends when asked to', function()
  local id = plumb(0).id
  vim.lsp.stop_client(id)
  wait_for('the exit', function() return not vim.lsp.get_client_by_id(id) end)
end)

io.stdout:write('\nplan ' .. tests .. '\n')
vim.cmd(failed and 'cq!' or 'qa!')
