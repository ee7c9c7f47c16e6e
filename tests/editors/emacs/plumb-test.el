;;; Drives the server from Eglot and prints one line a test: "ok <name>" or "not ok <name>: <why>".  -*- lexical-binding: t -*-
(require 'package)
(package-initialize)
(require 'eglot)
(require 'flymake)
(require 'json)

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
  "The first of Flymake's findings that names CODE."
  (seq-find (lambda (d) (string-match-p code (flymake-diagnostic-text d))) (flymake-diagnostics)))

(defun plumb-request (method params)
  (jsonrpc-request (eglot--current-server-or-lose) method params :timeout plumb-limit))

(setq eglot-sync-connect plumb-limit
      eglot-connect-timeout plumb-limit
      eglot-send-changes-idle-time 0
      make-backup-files nil
      create-lockfiles nil)
(define-derived-mode prompty-mode text-mode "Prompty")
(add-to-list 'auto-mode-alist '("\\.prompty\\'" . prompty-mode))
(add-to-list 'eglot-server-programs `(prompty-mode . (,plumb-server "lsp")))
;; The folder is the project, whether or not it is a repository.
(setq project-find-functions (list (lambda (_) (cons 'transient plumb-workspace))))

(find-file (concat plumb-workspace "prompts/summary.prompty"))
(plumb-test "initialises"
  (eglot-ensure)
  (run-hooks 'post-command-hook)
  (plumb-wait "the server" #'eglot-current-server))

(plumb-test "shows a problem in a prompt"
  (let ((problem (plumb-wait "the finding" (lambda () (flymake-start) (plumb-problem "language")))))
    (goto-char (flymake-diagnostic-beg problem))
    (unless (looking-at-p "{*language") (error "it stands at %s" (buffer-substring (point) (line-end-position))))))

(plumb-test "hovers with a token count"
  (let ((hover (plumb-request :textDocument/hover (eglot--TextDocumentPositionParams))))
    (unless (string-match-p "token" (downcase (json-encode hover))) (error "%s" (json-encode hover)))))

(plumb-test "offers a quick fix at the problem"
  (let* ((range (list :start (eglot--pos-to-lsp-position) :end (eglot--pos-to-lsp-position)))
         (actions (plumb-request :textDocument/codeAction
                                 (list :textDocument (eglot--TextDocumentIdentifier) :range range :context '(:diagnostics [])))))
    (unless (> (length actions) 0) (error "none"))))

(plumb-test "completes the names of variables"
  (goto-char (point-max))
  (search-backward "{{order")
  (forward-char 4)
  (let ((found (plumb-request :textDocument/completion (eglot--CompletionParams))))
    (unless (string-match-p "\"order\"" (json-encode found)) (error "%s" (json-encode found)))))

(plumb-test "renames a variable everywhere"
  (eglot-rename "purchase")
  (goto-char (point-min))
  (unless (search-forward "  purchase:" nil t) (error "the input is still called order"))
  (unless (search-forward "{{purchase}}" nil t) (error "its use is still called order")))

(plumb-test "clears the problem when the edit mends it"
  (goto-char (point-max))
  (re-search-backward "{{language}}")
  (replace-match "English" t t)
  (eglot--signal-textDocument/didChange)
  (plumb-wait "T01 to go" (lambda () (not (plumb-problem "language")))))

(plumb-test "answers a question with citations"
  (let ((answer (plumb-wait "citations"
                            (lambda ()
                              (let ((got (plumb-request :plumb/ask '(:question "How many times is a payment retried?"))))
                                (and (> (length (plist-get got :citations)) 0) got))))))
    (unless (> (length (plist-get answer :answer)) 0) (error "an empty answer"))))

(plumb-test "ends when asked to"
  (let ((server (eglot-current-server)))
    (eglot-shutdown server)
    (plumb-wait "the exit" (lambda () (not (jsonrpc-running-p server))))))

(set-buffer-modified-p nil)
(kill-emacs (if plumb-failed 1 0))
