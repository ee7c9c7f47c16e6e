-- Drives the server from Neovim's own client and prints one line a test: "ok <name>" or "not ok <name>: <why>".
-- 0.7.2 is the client with few features: no dynamic registration, no pulled diagnostics, no position encodings. 0.10 pulls
-- diagnostics and knows inlay hints and semantic tokens.
local server, workspace = vim.env.PLUMB_BIN, vim.env.PLUMB_TEST_WORKSPACE
local limit = 20000

local failed = false
local function test(name, body)
  local ok, why = pcall(body)
  if ok then
    print('ok ' .. name .. '\n')
  else
    failed = true
    print('not ok ' .. name .. ': ' .. tostring(why):gsub('\n', ' ') .. '\n')
  end
end

local function wait_for(what, condition)
  if not vim.wait(limit, condition, 10) then
    error('waited ' .. limit / 1000 .. ' s for ' .. what)
  end
end

local exited
local client_id = vim.lsp.start_client({
  name = 'plumb',
  cmd = { server, 'lsp' },
  root_dir = workspace,
  settings = { plumb = { tokens = { counts = 'inlay' } } },
  workspace_folders = { { uri = vim.uri_from_fname(workspace), name = 'shop' } },
  on_exit = function(code) exited = code end,
})
local client

local function request(method, params)
  local reply, err = client.request_sync(method, params, limit, 0)
  assert(reply, method .. ' was not answered: ' .. tostring(err))
  assert(not reply.err, method .. ': ' .. vim.inspect(reply.err))
  return reply.result
end

local function diagnostics() return vim.diagnostic.get(0) end

local function has_code(code)
  for _, d in ipairs(diagnostics()) do
    if tostring(d.code or (d.user_data or {}).lsp and d.user_data.lsp.code) == code then return d end
  end
end

test('initialises', function()
  wait_for('initialize', function()
    client = vim.lsp.get_client_by_id(client_id)
    return client and client.initialized
  end)
  assert(client.server_capabilities.hoverProvider, 'no hover')
end)

test('shows a problem in a prompt', function()
  vim.cmd('edit ' .. workspace .. '/prompts/summary.prompty')
  assert(vim.lsp.buf_attach_client(0, client_id), 'could not attach')
  wait_for('T01', function() return has_code('T01') end)
  local line = vim.api.nvim_buf_get_lines(0, has_code('T01').lnum, has_code('T01').lnum + 1, true)[1]
  assert(line:find('language', 1, true), 'the problem stands at: ' .. line)
end)

test('hovers with a token count', function()
  local position = { textDocument = { uri = vim.uri_from_bufnr(0) }, position = { line = 14, character = 4 } }
  local hover = request('textDocument/hover', position)
  assert(hover and vim.inspect(hover.contents):lower():find('token', 1, true), vim.inspect(hover))
end)

test('offers a quick fix at the problem', function()
  local at = has_code('T01')
  local position = { line = at.lnum, character = at.col }
  local actions = request('textDocument/codeAction', {
    textDocument = { uri = vim.uri_from_bufnr(0) },
    range = { start = position, ['end'] = position },
    context = { diagnostics = {} },
  })
  assert(#actions > 0 and actions[1].edit, vim.inspect(actions))
end)

test('completes the names of variables', function()
  local line = vim.fn.search('Summarise this order', 'n') - 1
  local text = vim.api.nvim_buf_get_lines(0, line, line + 1, true)[1]
  local found = request('textDocument/completion', {
    textDocument = { uri = vim.uri_from_bufnr(0) },
    position = { line = line, character = text:find('{{', 1, true) + 2 },
  })
  local labels = vim.tbl_map(function(item) return item.label end, found.items or found)
  assert(vim.tbl_contains(labels, 'order'), vim.inspect(labels))
end)

test('renames a variable everywhere', function()
  local line = vim.fn.search('Summarise this order', 'n') - 1
  local text = vim.api.nvim_buf_get_lines(0, line, line + 1, true)[1]
  local edit = request('textDocument/rename', {
    textDocument = { uri = vim.uri_from_bufnr(0) },
    position = { line = line, character = text:find('{{', 1, true) + 2 },
    newName = 'purchase',
  })
  vim.lsp.util.apply_workspace_edit(edit, client.offset_encoding or 'utf-16')
  local all = table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, true), '\n')
  assert(all:find('\n  purchase:\n', 1, true) and all:find('{{purchase}}', 1, true), all)
end)

test('clears the problem when the edit mends it', function()
  local last = vim.api.nvim_buf_line_count(0)
  vim.api.nvim_buf_set_lines(0, last - 1, last, true, { 'Write it in English.' })
  wait_for('T01 to go', function() return not has_code('T01') end)
end)

if vim.lsp.inlay_hint then
  test('pulls its diagnostics', function()
    assert(client.server_capabilities.diagnosticProvider, 'no diagnosticProvider')
  end)

  test('shows token counts as inlay hints', function()
    vim.lsp.inlay_hint.enable(true)
    wait_for('an inlay hint', function()
      local hints = vim.lsp.inlay_hint.get({ bufnr = 0 })
      return #hints > 0 and hints[1].inlay_hint.label:find('tokens of front matter', 1, true)
    end)
  end)

  test('colours the template', function()
    local tokens = request('textDocument/semanticTokens/full', { textDocument = { uri = vim.uri_from_bufnr(0) } })
    assert(tokens and #tokens.data > 0 and #tokens.data % 5 == 0, vim.inspect(tokens))
  end)
end

test('searches the workspace', function()
  wait_for('a result', function()
    local found = request('plumb/search', { query = 'exponential backoff', limit = 5 })
    return #found.results > 0 and found.results[1].path:find('RetryPolicy.cs', 1, true)
  end)
end)

test('answers a question with citations', function()
  local answer = request('plumb/ask', { question = 'How many times is a payment retried?' })
  assert(#answer.answer > 0, 'an empty answer')
  assert(#answer.citations > 0, 'no citation in: ' .. answer.answer)
end)

test('ends when asked to', function()
  client.stop()
  wait_for('the exit', function() return exited ~= nil end)
  assert(exited == 0, 'exit code ' .. tostring(exited))
end)

vim.cmd(failed and 'cq!' or 'qa!')
