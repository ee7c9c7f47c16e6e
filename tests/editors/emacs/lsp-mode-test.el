;;; Drives the server from lsp-mode and prints one line a test: "ok <name>" or "not ok <name>: <why>".  -*- lexical-binding: t -*-
(dolist (folder (directory-files (getenv "PLUMB_TEST_ELPA") t "^[^.]"))
  (add-to-list 'load-path folder)
  (when (file-directory-p (expand-file-name "clients" folder))
    (add-to-list 'load-path (expand-file-name "clients" folder))))
(require 'seq)
(require 'ht)
(require 'lsp-mode)

(defvar plumb-failed nil)
(defconst plumb-limit 30)
(defconst plumb-server (getenv "PLUMB_BIN"))
(defconst plumb-workspace (file-name-as-directory (getenv "PLUMB_TEST_WORKSPACE")))

(defmacro plumb-test (name &rest body)
  (declare (indent 1))
  `(condition-case why
       (progn ,@body (princ (format "ok %s\n" ,name)))
     (error (setq plumb-failed t)
            (princ (format "not ok %s: %s\n" ,name (replace-regexp-in-string "\n" " " (error-message-string why)))))))

(defun plumb-wait (what condition)
  "Lets messages come in until CONDITION gives something, and returns that."
  (let ((end (+ (float-time) plumb-limit)) found)
    (while (and (not (setq found (funcall condition))) (< (float-time) end))
      (accept-process-output nil 0.05))
    (or found (error "waited %s s for %s" plumb-limit what))))

(defun plumb-problem (code)
  "The first diagnostic of this buffer with CODE."
  (seq-find (lambda (d) (equal (format "%s" (lsp:diagnostic-code? d)) code)) (lsp--get-buffer-diagnostics)))

(setq lsp-auto-guess-root nil
      lsp-keep-workspace-alive nil
      lsp-diagnostics-provider :none
      lsp-enable-file-watchers nil
      lsp-session-file (expand-file-name "session" (getenv "HOME"))
      make-backup-files nil
      create-lockfiles nil)
(define-derived-mode prompty-mode text-mode "Prompty")
(add-to-list 'auto-mode-alist '("\\.prompty\\'" . prompty-mode))
(add-to-list 'lsp-language-id-configuration '(prompty-mode . "prompty"))
(lsp-register-client
 (make-lsp-client :new-connection (lsp-stdio-connection (list plumb-server "lsp"))
                  :activation-fn (lsp-activate-on "prompty")
                  :add-on? t
                  :notification-handlers (ht ("plumb/statusChanged" #'ignore))
                  :server-id 'plumb))
(lsp-workspace-folders-add plumb-workspace)

(find-file (concat plumb-workspace "prompts/summary.prompty"))
(plumb-test "initialises"
  (lsp)
  (plumb-wait "the server" (lambda () (seq-find (lambda (w) (eq 'initialized (lsp--workspace-status w))) (lsp-workspaces)))))

(plumb-test "shows a problem in a prompt"
  (let* ((problem (plumb-wait "T01" (lambda () (plumb-problem "T01"))))
         (start (lsp:range-start (lsp:diagnostic-range problem))))
    (goto-char (lsp--position-to-point start))
    (unless (looking-at-p "language") (error "it stands at %s" (buffer-substring (point) (line-end-position))))))

(plumb-test "hovers with a token count"
  (let ((hover (lsp-request "textDocument/hover" (lsp--text-document-position-params))))
    (unless (string-match-p "Tokens" (format "%s" (lsp:markup-content-value (lsp:hover-contents hover)))) (error "%S" hover))))

(plumb-test "offers a quick fix at the problem"
  (unless (seq-find #'lsp:code-action-edit? (append (lsp-code-actions-at-point) nil)) (error "no action with an edit")))

(plumb-test "completes the names of variables"
  (goto-char (point-min))
  (search-forward "Summarise this order: {{")
  (let* ((found (lsp-request "textDocument/completion" (lsp--text-document-position-params)))
         (items (append (if (lsp-completion-list? found) (lsp:completion-list-items found) found) nil)))
    (unless (seq-find (lambda (item) (equal (lsp:completion-item-label item) "order")) items) (error "%S" items))))

(plumb-test "renames a variable everywhere"
  (lsp-rename "purchase")
  (let ((text (buffer-string)))
    (unless (and (string-match-p "\n  purchase:\n" text) (string-match-p "{{purchase}}" text)) (error "%s" text))))

(plumb-test "clears the problem when the edit mends it"
  (goto-char (point-min))
  (search-forward "Write it in {{language}}.")
  (replace-match "Write it in English.")
  (plumb-wait "T01 to go" (lambda () (not (plumb-problem "T01")))))

(plumb-test "answers a question with citations"
  ;; The first questions may come before the index is made.
  (plumb-wait "citations" (lambda () (> (length (gethash "citations" (lsp-request "plumb/ask" '(:question "How many times is a payment retried?")))) 0))))

(set-buffer-modified-p nil)
(kill-emacs (if plumb-failed 1 0))
