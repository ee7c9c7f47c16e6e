" Drives ALE as the recipe has set it up, and writes one line a test to $PLUMB_TEST_RESULT: "ok <name>" or "not ok <name>: <why>".
set nobackup noswapfile hidden encoding=utf-8 shortmess+=F nomore
let g:ale_lint_delay = 0
let g:ale_hover_to_preview = 1
let s:lines = []
let s:failed = 0
let s:limit = 30.0
let s:messages = []
let s:asked = 'How many times is a payment retried?'

function! s:Test(name, Body) abort
  try
    call a:Body()
    call add(s:lines, 'ok ' . a:name)
  catch
    let s:failed = 1
    call add(s:lines, 'not ok ' . a:name . ': ' . substitute(v:exception . ' at ' . v:throwpoint, "\n", ' ', 'g'))
  endtry
  call writefile(s:lines, $PLUMB_TEST_RESULT)
endfunction

function! s:Wait(what, Condition) abort
  let l:start = reltime()
  while !a:Condition()
    if reltimefloat(reltime(l:start)) > s:limit
      throw 'waited ' . float2nr(s:limit) . ' s for ' . a:what . '; ' . string(s:messages)
    endif
    sleep 20m
  endwhile
endfunction

" ALE asks for a name or a number: answered for the person who is not there.
function! s:Answer(Given) abort
  let s:Given = a:Given
  function! ale#util#Input(question, ...) abort
    return s:Given(a:question)
  endfunction
endfunction

" The number of a menu's line.
function! s:Numbered(title, menu) abort
  let l:line = matchstr(a:menu, '\v\d+\) [^\n]*' . a:title)
  if empty(l:line)
    throw a:title . ' is not in ' . a:menu
  endif
  return matchstr(l:line, '\d\+')
endfunction

function! s:Problems() abort
  return filter(copy(ale#engine#GetLoclist(bufnr('%'))), 'get(v:val, "code", "") ==# "T01"')
endfunction

function! s:All() abort
  return join(getline(1, '$'), "\n")
endfunction

function! s:Shown(text) abort
  return !empty(filter(range(1, winnr('$')), {_, window -> stridx(tolower(join(getbufline(winbufnr(window), 1, '$'))), tolower(a:text)) >= 0}))
endfunction

function! s:Open(path) abort
  execute 'edit ' . fnameescape($PLUMB_TEST_WORKSPACE . '/' . a:path)
  ALELint
endfunction

function! s:ShowsAProblem() abort
  call s:Open('prompts/summary.prompty')
  call s:Wait('T01', {-> !empty(s:Problems())})
  let l:problem = s:Problems()[0]
  let l:rest = strpart(getline(l:problem.lnum), l:problem.col - 1)
  if l:rest !~# '^language'
    throw 'the problem stands at: ' . l:rest
  endif
endfunction

function! s:Hovers() abort
  call cursor(search('^Summarise this order'), 26)
  ALEHover
  call s:Wait('the hover', {-> s:Shown('tokens')})
  pclose
endfunction

function! s:Completes() abort
  call cursor(search('^Summarise this order'), 1)
  call search('order}}')
  " ALE takes completions while somebody types, and nobody does here.
  function! ale#util#Mode(...) abort
    return 'i'
  endfunction
  let s:found = []
  call ale#completion#GetCompletions('ale-callback', {'callback': {found -> extend(s:found, found)}})
  call s:Wait('the completions', {-> !empty(filter(copy(s:found), 'v:val.word ==# "order"'))})
endfunction

function! s:Renames() abort
  call cursor(search('^Summarise this order'), 26)
  call s:Answer({_ -> 'purchase'})
  ALERename
  call s:Wait('the new name', {-> s:All() =~# '{{purchase}}' && s:All() =~# "\n  purchase:"})
endfunction

function! s:Mends() abort
  ALELint
  call s:Wait('T01 where it is now', {-> !empty(s:Problems())})
  call cursor(s:Problems()[0].lnum, s:Problems()[0].col)
  call s:Answer({menu -> s:Numbered('Declare', menu)})
  ALECodeAction
  call s:Wait('the declaration', {-> s:All() =~# "\n  language:"})
  ALELint
  call s:Wait('T01 to go', {-> empty(s:Problems())})
endfunction

function! s:FindsASymbol() abort
  call s:Wait('the symbol', function('s:SearchSymbol'))
  pclose
endfunction

function! s:SearchSymbol() abort
  ALESymbolSearch RetryPolicy
  let l:start = reltime()
  while reltimefloat(reltime(l:start)) < 1 && !s:Shown('src/RetryPolicy.cs')
    sleep 20m
  endwhile
  return s:Shown('src/RetryPolicy.cs')
endfunction

function! s:TellsTheAnswer() abort
  only
  call s:Open('src/Cashier.cs')
  call cursor(3, 1)
  call s:Answer({menu -> s:Numbered('Ask Plumb: open the answer', menu)})
  ALECodeAction
  call s:Wait('the message', {-> !empty(s:messages)})
  let l:page = matchstr(s:messages[0], 'The answer is in \zs.\{-}\.md')
  execute 'edit ' . fnameescape(l:page)
  if getline(1) !=# '# ' . s:asked
    throw s:messages[0]
  endif
endfunction

function! s:FollowsACitation() abort
  call cursor(1, 1)
  call search('file://')
  call search('`\zs[a-z]\+/', 'b')
  normal! gF
  if stridx(expand('%:p'), $PLUMB_TEST_WORKSPACE) != 0
    throw expand('%:p')
  endif
endfunction

function! s:Explains() abort
  call s:Open('docs/payments.md')
  let s:messages = []
  call s:Answer({menu -> s:Numbered('Ask Plumb: explain this', menu)})
  execute "normal! 3GVjj\<Esc>"
  '<,'>ALECodeAction
  call s:Wait('the message', {-> !empty(s:messages) && s:messages[0] =~# 'explain-payments-md'})
endfunction

function! s:AnswersItsCommand() abort
  call s:Open('docs/payments.md')
  PlumbAsk how long does a refund take?
  call s:Wait('the answer', {-> &buftype ==# 'nofile' && s:All() =~# 'docs/payments.md'})
  close
endfunction

function! s:StartsForAllPrompts() abort
  for l:name in split($PLUMB_TEST_FILES)
    call s:Open(l:name)
    call s:Wait('the server for ' . l:name . ', a ' . &filetype, {-> s:HasHover()})
  endfor
endfunction

" The server runs for this buffer once it has said something about it.
function! s:HasHover() abort
  let s:answered = 0
  call ale#lsp_linter#SendRequest(bufnr(''), 'plumb', [0, 'plumb/tokens', {'textDocument': {'uri': ale#util#ToURI(expand('%:p'))}}], {response -> execute('let s:answered = 1')})
  let l:start = reltime()
  while reltimefloat(reltime(l:start)) < 2 && !s:answered
    sleep 20m
  endwhile
  return s:answered
endfunction

function! s:Run() abort
  " Some of its functions are replaced here: loaded before that.
  runtime autoload/ale/util.vim
  function! ale#util#ShowMessage(message, ...) abort
    call add(s:messages, a:message)
  endfunction
  call s:Test('shows a problem in a prompt', function('s:ShowsAProblem'))
  call s:Test('hovers with a token count', function('s:Hovers'))
  call s:Test('completes the names of variables', function('s:Completes'))
  call s:Test('renames a variable everywhere', function('s:Renames'))
  call s:Test('mends the problem by a code action', function('s:Mends'))
  call s:Test('finds a symbol of the workspace', function('s:FindsASymbol'))
  call s:Test('tells the answer to a question in a comment and where the page is', function('s:TellsTheAnswer'))
  call s:Test('goes from a citation of the answer to its lines', function('s:FollowsACitation'))
  call s:Test('explains a selection', function('s:Explains'))
  call s:Test('answers a question of its own command', function('s:AnswersItsCommand'))
  call s:Test('starts for all files of prompts', function('s:StartsForAllPrompts'))
  call add(s:lines, 'plan ' . len(s:lines))
  call writefile(s:lines, $PLUMB_TEST_RESULT)
  execute s:failed ? 'cquit!' : 'qall!'
endfunction

" Nested: opening a file here is what it is for a user.
autocmd VimEnter * ++nested call s:Run()
