" Drives the server through ALE and writes one line a test to $PLUMB_TEST_RESULT: "ok <name>" or "not ok <name>: <why>".
set nocompatible nobackup noswapfile hidden encoding=utf-8 shortmess+=F
let &runtimepath = $PLUMB_TEST_ALE . ',' . &runtimepath
let g:ale_linters = {'prompty': ['plumb']}
let g:ale_lint_delay = 0
let g:ale_completion_enabled = 0
let g:ale_hover_to_preview = 1
let s:lines = []
let s:limit = 30.0

function! s:Test(name, Body) abort
  try
    call a:Body()
    call add(s:lines, 'ok ' . a:name)
  catch
    call add(s:lines, 'not ok ' . a:name . ': ' . substitute(v:exception . ' at ' . v:throwpoint, "\n", ' ', 'g'))
  endtry
endfunction

function! s:Wait(what, Condition) abort
  let l:start = reltime()
  while !a:Condition()
    if reltimefloat(reltime(l:start)) > s:limit
      throw 'waited ' . float2nr(s:limit) . ' s for ' . a:what
    endif
    sleep 20m
  endwhile
endfunction

function! s:Problems() abort
  return map(filter(copy(ale#engine#GetLoclist(s:buffer)), 'get(v:val, "code", "") ==# "T01"'), 'v:val')
endfunction

function! s:All() abort
  return join(getbufline(s:buffer, 1, '$'), "\n")
endfunction

function! s:ShowsAProblem() abort
  call s:Wait('T01', {-> !empty(s:Problems())})
  let l:problem = s:Problems()[0]
  let l:rest = strpart(getbufline(s:buffer, l:problem.lnum)[0], l:problem.col - 1)
  if l:rest !~# '^language'
    throw 'the problem stands at: ' . l:rest
  endif
endfunction

function! s:Hovers() abort
  call cursor(search('^Summarise this order'), 26)
  ALEHover
  call s:Wait('the hover', {-> !empty(filter(range(1, winnr('$')), 'join(getbufline(winbufnr(v:val), 1, "$")) =~? "tokens"'))})
  pclose
endfunction

function! s:Renames() abort
  call cursor(search('^Summarise this order'), 26)
  " ALE asks for the new name: answered for the person who is not there.
  runtime autoload/ale/util.vim
  function! ale#util#Input(...) abort
    return 'purchase'
  endfunction
  ALERename
  call s:Wait('the new name', {-> s:All() =~# '{{purchase}}' && s:All() =~# "\n  purchase:"})
endfunction

function! s:Clears() abort
  call setline('$', 'Write it in English.')
  ALELint
  call s:Wait('T01 to go', {-> empty(s:Problems())})
endfunction

function! s:Run() abort
  call ale#linter#Define('prompty', {
  \   'name': 'plumb',
  \   'lsp': 'stdio',
  \   'executable': $PLUMB_BIN,
  \   'command': '%e lsp',
  \   'project_root': {buffer -> $PLUMB_TEST_WORKSPACE},
  \})
  execute 'edit ' . fnameescape($PLUMB_TEST_WORKSPACE . '/prompts/summary.prompty')
  let s:buffer = bufnr('%')
  setfiletype prompty
  ALELint
  call s:Test('shows a problem in a prompt', function('s:ShowsAProblem'))
  call s:Test('hovers with a token count', function('s:Hovers'))
  call s:Test('renames a variable everywhere', function('s:Renames'))
  call s:Test('clears the problem when the edit mends it', function('s:Clears'))
  call writefile(s:lines, $PLUMB_TEST_RESULT)
  qall!
endfunction

autocmd VimEnter * call s:Run()
