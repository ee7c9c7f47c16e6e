;;; Drives Eglot as the recipe has set it up.  -*- lexical-binding: t -*-
(require 'flymake)
(require 'json)

(defvar plumb-progress nil "What was told of progress.")
(setq eglot-sync-connect plumb-limit
      eglot-connect-timeout plumb-limit
      eglot-send-changes-idle-time 0
      eglot-confirm-server-initiated-edits nil)
(cl-defmethod eglot-handle-notification :before (_server (_method (eql window/showMessage)) &key message &allow-other-keys)
  (push message plumb-messages))
(cl-defmethod eglot-handle-notification :before (_server (_method (eql $/progress)) &key value &allow-other-keys)
  (push value plumb-progress))

(defun plumb-open (path)
  (find-file (concat plumb-workspace path))
  (run-hooks 'post-command-hook)
  (plumb-wait (concat "the server for " path) (lambda () (and (bound-and-true-p eglot--managed-mode) (eglot-current-server)))))

(defun plumb-problem (code)
  "The first of Flymake's findings that names CODE."
  (seq-find (lambda (d) (string-match-p code (flymake-diagnostic-text d))) (flymake-diagnostics)))

(defun plumb-act (title &optional end)
  (eglot--signal-textDocument/didChange)
  (plumb-choosing title (lambda () (eglot-code-actions (point) (or end (point)) nil t))))

(plumb-test "starts with the recipe"
  (plumb-open "prompts/summary.prompty")
  (unless (eq major-mode 'prompty-mode) (error "the mode is %s" major-mode)))

(plumb-test "shows a problem in a prompt"
  (let ((problem (plumb-wait "the finding" (lambda () (flymake-start) (plumb-problem "language")))))
    (goto-char (flymake-diagnostic-beg problem))
    (unless (looking-at-p "{*language") (error "it stands at %s" (buffer-substring (point) (line-end-position))))))

(plumb-test "hovers with a token count"
  (let (shown)
    (eglot-hover-eldoc-function (lambda (doc &rest _) (setq shown doc)))
    (plumb-wait "the hover" (lambda () (and shown (string-match-p "token" (downcase shown)))))))

(plumb-test "completes the names of variables"
  (plumb-go-to "Summarise this order: {{")
  (let ((names (all-completions "" (nth 2 (eglot-completion-at-point)))))
    (unless (seq-find (lambda (name) (string-match-p "order" name)) names) (error "%S" names))))

(plumb-test "renames a variable everywhere"
  (eglot-rename "purchase")
  (plumb-go-to "  purchase:")
  (plumb-go-to "{{purchase}}"))

(plumb-test "mends the problem by a code action"
  (plumb-go-to "Write it in {{")
  (plumb-act "Declare")
  (eglot--signal-textDocument/didChange)
  (plumb-wait "T01 to go" (lambda () (flymake-start) (not (plumb-problem "language")))))

(plumb-test "finds a symbol of the workspace"
  (plumb-wait "the symbol"
              (lambda () (seq-find (lambda (item) (string-match-p "RetryPolicy\\.cs" (format "%S" item)))
                                   (xref-backend-apropos 'eglot "RetryPolicy")))))

(plumb-test "opens the answer to a question in a comment"
  (plumb-open "docs/asking.md")
  (plumb-go-to "ask: ")
  (plumb-act "Ask Plumb: open the answer")
  (plumb-wait-for-page plumb-asked))

(plumb-test "goes from a citation of the answer to its lines"
  (run-hooks 'post-command-hook)
  (plumb-wait "the server for the page" (lambda () (bound-and-true-p eglot--managed-mode)))
  (plumb-go-to "file://")
  (let* ((found (car (xref-backend-definitions 'eglot (xref-backend-identifier-at-point 'eglot)))))
    (unless (string-prefix-p plumb-workspace (xref-location-group (xref-item-location found))) (error "%S" found))))

(when (boundp 'eglot-report-progress)
  (plumb-test "was told of the progress of the question"
    (unless (seq-find (lambda (value) (equal (plist-get value :title) (concat "Plumb: " plumb-asked))) plumb-progress)
      (error "%S" plumb-progress))))

(plumb-test "inserts the answer below the question"
  (plumb-open "docs/asking.md")
  (plumb-go-to "ask: ")
  (plumb-act "Ask Plumb: insert the answer below")
  (plumb-wait "the comment" (lambda () (save-excursion (goto-char (point-min)) (re-search-forward "retried\\? -->\n<!-- Plumb: " nil t)))))

(plumb-test "explains a selection"
  (plumb-open "docs/payments.md")
  (plumb-go-to "## Retries")
  (plumb-act "Ask Plumb: explain this" (save-excursion (forward-line 3) (point)))
  (plumb-wait-for-page "Explain payments.md:"))

(plumb-test "answers a question of its own command"
  (plumb-open "docs/payments.md")
  (plumb-ask "how long does a refund take?")
  (plumb-wait-for-page "how long does a refund take?"))

(plumb-test "tells its status"
  (plumb-open "docs/payments.md")
  (jsonrpc-request (eglot-current-server) :workspace/executeCommand '(:command "plumb.tellStatus" :arguments []))
  (plumb-wait-for-message "^Plumb: [0-9]+ files, [0-9]+ symbols"))

(plumb-test "starts for all files of prompts"
  (dolist (name (split-string (getenv "PLUMB_TEST_FILES")))
    (plumb-open name)))

(plumb-test "ends when asked to"
  (let ((server (eglot-current-server)))
    (eglot-shutdown server)
    (plumb-wait "the exit" (lambda () (not (jsonrpc-running-p server))))))

(plumb-end)
