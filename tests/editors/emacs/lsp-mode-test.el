;;; Drives lsp-mode as the recipe has set it up.  -*- lexical-binding: t -*-
(setq lsp-keep-workspace-alive nil
      lsp-enable-file-watchers nil
      lsp-enable-snippet nil
      lsp-enable-suggest-server-download nil
      lsp-warn-no-matched-clients nil
      lsp-session-file (expand-file-name "session" (getenv "HOME"))
      lsp-diagnostics-provider :none)
;; The user's answer to "is this folder a project?".
(lsp-workspace-folders-add plumb-workspace)
(advice-add 'message :before (lambda (format &rest arguments) (when format (push (apply #'format-message format arguments) plumb-messages))))

(defun plumb-open (path)
  (find-file (concat plumb-workspace path))
  ;; Deferred until the buffer is looked at, which nobody does here.
  (unless (bound-and-true-p lsp-mode) (lsp))
  (plumb-wait (concat "the server for " path)
              (lambda () (seq-find (lambda (w) (eq 'initialized (lsp--workspace-status w))) (lsp-workspaces)))))

(defun plumb-problem (code)
  "The first diagnostic of this buffer with CODE."
  (seq-find (lambda (d) (equal (format "%s" (lsp:diagnostic-code? d)) code)) (lsp--get-buffer-diagnostics)))

(defun plumb-act (title)
  (plumb-choosing title (lambda () (call-interactively #'lsp-execute-code-action))))

(plumb-test "starts with the recipe"
  (plumb-open "prompts/summary.prompty")
  (unless (eq major-mode 'prompty-mode) (error "the mode is %s" major-mode))
  (unless (memq 'lsp-deferred prompty-mode-hook) (error "the hook does not start it")))

(plumb-test "shows a problem in a prompt"
  (let* ((problem (plumb-wait "T01" (lambda () (plumb-problem "T01"))))
         (start (lsp:range-start (lsp:diagnostic-range problem))))
    (goto-char (lsp--position-to-point start))
    (unless (looking-at-p "language") (error "it stands at %s" (buffer-substring (point) (line-end-position))))))

(plumb-test "hovers with a token count"
  (let ((hover (lsp-request "textDocument/hover" (lsp--text-document-position-params))))
    (unless (string-match-p "Tokens" (format "%s" (lsp:markup-content-value (lsp:hover-contents hover)))) (error "%S" hover))))

(plumb-test "completes the names of variables"
  (plumb-go-to "Summarise this order: {{")
  (let ((names (all-completions "" (nth 2 (lsp-completion-at-point)))))
    (unless (member "order" (mapcar #'substring-no-properties names)) (error "%S" names))))

(plumb-test "renames a variable everywhere"
  (lsp-rename "purchase")
  (plumb-go-to "  purchase:")
  (plumb-go-to "{{purchase}}"))

(plumb-test "mends the problem by a code action"
  (plumb-go-to "Write it in {{")
  (plumb-act "Declare")
  (plumb-wait "T01 to go" (lambda () (not (plumb-problem "T01")))))

(plumb-test "finds a symbol of the workspace"
  (plumb-wait "the symbol"
              (lambda () (seq-find (lambda (item) (string-match-p "RetryPolicy\\.cs" (format "%S" item)))
                                   (xref-backend-apropos 'xref-lsp "RetryPolicy")))))

(plumb-test "answers a question in a comment"
  (plumb-open "docs/asking.md")
  (plumb-go-to "ask: ")
  (plumb-act "Ask Plumb: open the answer")
  (if (version<= "9" (getenv "PLUMB_TEST_LSP_MODE"))
      (plumb-wait-for-page plumb-asked)
    (let ((told (plumb-wait-for-message " is in .*/answers/.*\\.md")))
      (string-match " is in \\(.*?\\.md\\): " told)
      (find-file (match-string 1 told))
      (plumb-go-to plumb-asked))))

(plumb-test "inserts the answer below the question"
  (plumb-open "docs/asking.md")
  (plumb-go-to "ask: ")
  (plumb-act "Ask Plumb: insert the answer below")
  (plumb-wait "the comment" (lambda () (save-excursion (goto-char (point-min)) (re-search-forward "retried\\? -->\n<!-- Plumb: " nil t)))))

(plumb-test "offers a lens on the question"
  (let ((lenses (append (lsp-request "textDocument/codeLens" `(:textDocument ,(lsp--text-document-identifier))) nil)))
    (unless (seq-find (lambda (lens) (equal "Ask Plumb" (lsp:command-title (lsp:code-lens-command? lens)))) lenses) (error "%S" lenses))))

(plumb-test "explains a selection"
  (plumb-open "docs/payments.md")
  (plumb-go-to "## Retries")
  (transient-mark-mode 1)
  (set-mark (save-excursion (forward-line 3) (point)))
  (activate-mark)
  (plumb-act "Ask Plumb: explain this")
  (deactivate-mark)
  (if (version<= "9" (getenv "PLUMB_TEST_LSP_MODE"))
      (plumb-wait-for-page "Explain payments.md:")
    (plumb-wait-for-message " is in .*/explain-payments-md-.*docs/payments.md:[0-9-]+")))

(plumb-test "answers a question of its own command"
  (plumb-open "docs/payments.md")
  (plumb-ask "how long does a refund take?")
  (if (version<= "9" (getenv "PLUMB_TEST_LSP_MODE"))
      (plumb-wait-for-page "how long does a refund take?")
    (plumb-wait-for-message "how-long-does-a-refund-take")))

(plumb-test "tells its status"
  (plumb-open "docs/payments.md")
  (lsp-workspace-command-execute "plumb.tellStatus" [])
  (plumb-wait-for-message "Plumb: [0-9]+ files, [0-9]+ symbols"))

(plumb-test "starts for all files of prompts"
  (dolist (name (split-string (getenv "PLUMB_TEST_FILES")))
    (plumb-open name)))

(plumb-end)
