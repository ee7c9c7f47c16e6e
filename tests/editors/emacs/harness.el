;;; What the tests of both clients share. A test prints one line: "ok <name>" or "not ok <name>: <why>".  -*- lexical-binding: t -*-
(require 'cl-lib)
(require 'seq)
(require 'xref)

;; Packages lie unpacked in folders, and are not installed.
(dolist (root (split-string (getenv "PLUMB_TEST_ELPA") path-separator t))
  (dolist (folder (directory-files root t "^[^.]"))
    (add-to-list 'load-path folder)
    (when (file-directory-p (expand-file-name "clients" folder))
      (add-to-list 'load-path (expand-file-name "clients" folder)))
    (dolist (autoloads (directory-files folder t "-autoloads\\.el\\'"))
      (load autoloads nil t))))
(autoload 'markdown-mode "markdown-mode" nil t)
(autoload 'yaml-mode "yaml-mode" nil t)
(add-to-list 'auto-mode-alist '("\\.md\\'" . markdown-mode))
(add-to-list 'auto-mode-alist '("\\.ya?ml\\'" . yaml-mode))

(defconst plumb-limit 30)
(defconst plumb-workspace (file-name-as-directory (getenv "PLUMB_TEST_WORKSPACE")))
(defconst plumb-asked "How many times is a payment retried?")
(defvar plumb-failed nil)
(defvar plumb-tests 0)
(defvar plumb-messages nil "What the server told the user.")
(setq make-backup-files nil create-lockfiles nil)

(defmacro plumb-test (name &rest body)
  (declare (indent 1))
  `(progn
     (setq plumb-tests (1+ plumb-tests))
     (condition-case why
         (progn ,@body (princ (format "\nok %s\n" ,name)))
       (error (setq plumb-failed t)
              (princ (format "\nnot ok %s: %s\n" ,name (replace-regexp-in-string "\n" " " (error-message-string why))))))))

(defun plumb-wait (what condition)
  "Lets messages come in until CONDITION gives something, and returns that."
  (let ((end (+ (float-time) plumb-limit)) found)
    (while (and (not (setq found (funcall condition))) (< (float-time) end))
      (accept-process-output nil 0.05))
    (or found (error "waited %s s for %s; this is %s, and the server told %S" plumb-limit what (buffer-name) plumb-messages))))

(defun plumb-choosing (title act)
  "Calls ACT, and chooses what has TITLE from the menu that the user would see."
  (let ((completing-read-function
         (lambda (_prompt collection &rest _)
           (let ((offered (all-completions "" collection)))
             (or (seq-find (lambda (label) (string-match-p (regexp-quote title) label)) offered)
                 (error "%s is not among %S" title offered)))))
        ;; Called by a key and not by the mouse.
        (last-nonmenu-event ?\r))
    (funcall act)))

(defun plumb-wait-for-page (title)
  "Waits until the answer to TITLE is shown, and goes to it."
  (let ((page (plumb-wait (concat "the page of " title)
                          (lambda ()
                            (seq-find (lambda (buffer)
                                        (and (buffer-file-name buffer)
                                             (string-match-p "/answers/" (buffer-file-name buffer))
                                             (with-current-buffer buffer
                                               (save-excursion (goto-char (point-min)) (looking-at-p (regexp-quote (concat "# " title)))))))
                                      (buffer-list))))))
    (set-buffer page)))

(defun plumb-wait-for-message (pattern)
  (plumb-wait (concat "the message " pattern)
              (lambda () (seq-find (lambda (told) (string-match-p pattern told)) plumb-messages))))

(defun plumb-go-to (text)
  "Puts point behind TEXT."
  (goto-char (point-min))
  (search-forward text))

(defun plumb-end ()
  (dolist (buffer (buffer-list))
    (with-current-buffer buffer (set-buffer-modified-p nil)))
  (princ (format "\nplan %s\n" plumb-tests))
  (kill-emacs (if plumb-failed 1 0)))
