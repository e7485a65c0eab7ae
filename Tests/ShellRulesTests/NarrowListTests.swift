import Testing

@testable import ShellRules

/// Each list is one way in which a line that seems to read only does more.
@Suite("The gate's narrow list")
struct NarrowListTests {
  private func asks(_ line: String) {
    let ruling = Policy.builtIn.rule(shell: line)
    #expect(!(ruling < .ask("")) && ruling < .refuse(""), "\(line): \(ruling)")
  }

  private func allows(_ line: String) {
    let ruling = Policy.builtIn.rule(shell: line)
    #expect(ruling < .ask(""), "\(line): \(ruling)")
  }

  @Test(
    "What shells read differently asks",
    arguments: [
      "echo $[1]", "echo \"$[a[$(id)]]\"", ": 'a[$(id)]'; : $[_]", "cat <(ls)", "ls >(cat)",
      "echo {a,b}", "echo {1..3}", "ls {a\",\"b}", "ls ~+", "ls ~-", "ls ~1", "ls ~+/x", "! ls",
      "echo $'a'", "echo $\"a\"", "[[ -f a ]]", "((1))", "echo $((1))", "function f { ls; }",
      "ls @(a|b)", "ls !(a)", "ls ?(a)", "cat <<< a", "ls |& wc", "ls &> /dev/null",
      "ls &>> /dev/null", "ls >& /dev/null", "coproc ls", "echo ${x@P}", "echo ${!x}",
      "echo ${HOME/a/b}", "echo \"${HOME@P}\"", "a=(ls)", "a[0]=x ls", "a[$(id)]=x",
      "select x in a; do ls; done", "time ls", "ls {fd}>/dev/null", "ls >&word", "ls >>& x",
    ])
  func dialects(_ line: String) { asks(line) }

  @Test("A command with a NUL is refused: what is shown is not what would run")
  func nul() {
    let ruling = Policy.builtIn.rule(shell: "touch a\0 --help")
    #expect(!(ruling < .refuse("")), "\(ruling)")
    #expect(!(Policy.builtIn.rule(lines: ["ls", "ls\0"]) < .refuse("")))
  }

  @Test(
    "Inputs are looked at for every program, sockets and open descriptors too",
    arguments: [
      "ls < ~/.netrc", "stat < .env", "tree < ~/.ssh/id_rsa", "echo x < secrets.env",
      "ls < /dev/tcp/127.0.0.1/80", "cat < /dev/udp/127.0.0.1/53", "ls < //dev/tcp/a/1",
      "ls < /dev/./tcp/a/1", "ls </dev/../dev/tcp/a/1", "ls > /dev/tcp/a/1", "ls 2>/dev/udp/a/1",
      "ls <> /dev/tcp/a/1", "ls <> /dev/null", "ls >&0", "ls 1>&0", "ls >&3", "ls 3>&1", "ls >&-",
      "cat <&0", "cat <&3", "cat 0<&4", "cat <&-", "cat 3< a", "ls 0> /dev/null", "ls <& a",
      "ls 9>/dev/null >&9", "cat < *.md", "cat < $HOME/a", "cat < /proc/self/fd/0",
      "wc -l < /proc/self/environ", "head -1 < /dev/zero", "cat <<X\na\nX",
    ])
  func inputs(_ line: String) { asks(line) }

  @Test(
    "A secret's name is found wherever a program may be given it",
    arguments: [
      "tree --fromfile ~/.netrc", "tree --fromfile", "tree --fromtabfile x", "tree --info",
      "tree -afo x", "file -bf.netrc", "file -bf .netrc", "file --files-from x", "file -m x y",
      "strings @.netrc", "strings @x", "strings *", "cat @.netrc", "wc --files0-from=x",
      "wc --files0 x",
      "du --files0-from=x", "du -X x", "sort --files0-from=x", "grep -hf.netrc x",
      "cat ~/.kub*/config",
      "cat ~/.config/gh/host*", "cat ~/.npmr?", "cat ~/.docke?/config.json", "cat ~/.psql_history",
      "cat ~/.m2/settings.xml", "cat ~/.gradle/gradle.properties", "cat keys/deploy_rsa",
      "cat ~/.bashrc", "cat shop/.git/config", "cat .git/FETCH_HEAD", "cat /pro?/self/status",
      "cat /*/self/environ", "cat /proc/12/cmdline", "cat /proc/self/root/etc/hosts",
      "cat /proc/1/maps", "cat /proc/*/status", "cat /tmp/../proc/1/mem", "cat //proc/1/environ",
      "tail /dev/zero", "head -c 9 /dev/urandom", "cat /dev/tty", "cat /dev/fd/3",
      "cat /dev/stdout",
      "git diff --no-index a b", "git diff --no-ind a b",
    ])
  func secrets(_ line: String) { asks(line) }

  @Test(
    "What shows an environment asks",
    arguments: [
      "ps -opid,args e -C x", "ps -o args e", "ps -oargs e -C looop", "ps eww", "ps -auxe",
      "ps -axe", "ps -aux e", "ps -e e", "ps -ef aux", "ps -ef -o args", "ps -e -u nouser",
      "ps -e -o nocolumn", "ps -e -C x", "ps -C e -f -o args", "ps -p e", "ps -p 1 e", "ps E",
      "ps -AE",
      "ps -e -E", "ps --sort=nothing -e", "ps -e --pid x", "ps axo pid,e e", "ps -U e",
    ])
  func environments(_ line: String) { asks(line) }

  @Test(
    "jq's environment asks, however it is spelled",
    arguments: [
      "jq -n 'env#'", "jq -n '$ENV#'", "jq -n 'env|keys'", "jq -n '[env]'", "jq -n '$ENV.A'",
      "jq -n '$__loc__|env'", "jq -n 'env\u{A0}'", "jq -n '{a:env}'", "jq -n '@json \"\\(env)\"'",
      "gh pr list --json a --jq 'env#'", "gh pr view 1 -q '$ENV#'",
    ])
  func filters(_ line: String) { asks(line) }

  @Test(
    "A quoted word is no assignment, and a program is one of the system",
    arguments: [
      "'TZ=/run' ls", "\"TZ=/run\" ls", "TZ\\=/run ls", "T'Z'=/run ls", "\"TZ\"=/run ls",
      "TZ'='/run ls", "'LANG=C'", "\"PATH=.\" ls", "LC_ALL\"=C\" sort a", "$TZ=x ls",
      "./x", "x/ls", "../ls", "~/bin/ls", "./ls a", "\".\"/ls", "PATH=. ls",
      "PATH=$PWD ls", "export PATH=.", "command ./ls", "nice ./ls", "timeout 5 x/ls",
    ])
  func words(_ line: String) { asks(line) }

  @Test(
    "What a variable or a file's name may turn into an option asks",
    arguments: [
      "find $PWD", "find $PWD -name x", "cd 'a b' && find $PWD", "ls $HOME", "ls ${HOME}",
      "ls $PWD/x", "cat a$USER", "ls -l $LOOOP_DATA_DIR", "echo $HOME", "find *", "find . *",
      "grep x *", "grep x *.md", "sort *", "rg x ?", "find [ab]*", "rg -*", "find -*",
      "rg --pr*", "rg -e -- *", "sort -k -- *", "wc *", "du *", "file *", "printf *", "find \"\"*",
    ])
  func options(_ line: String) { asks(line) }

  @Test(
    "Everyday reading stays free",
    arguments: [
      "git status", "git log --oneline -5 | head", "ls -la", "cat README.md", "grep -rn x src",
      "grep -rn 'FIXME' ~/shop/src", "grep -rn x --include=*.py src", "grep -rnA 3 x src lib",
      "wc -l < notes.txt", "wc -l ~/shop/src/*.py", "ls *.md", "cat *.md", "cat ~/shop/docs/*.md",
      "ls \"$HOME\"", "find \"$PWD\" -name '*.md'", "find \"${HOME}/shop\"", "echo $?",
      "echo \"$?\"",
      "LC_ALL=C sort a", "TZ='Europe/Berlin' date", "LC_ALL=\"C\" sort a", "L\\\nC_ALL=C sort a",
      "ls 2>/dev/null", "ls >/dev/null 2>&1", "ls 1>&2", "ls 2> /dev/null | wc -l", "cat 0< a",
      "cat < \"$HOME/a\"", "cat < /dev/null", "diff a /dev/stdin", "cat /proc/meminfo",
      "cat /proc/loadavg", "cat /proc/self/status", "cat /proc/net/dev", "grep -f words.txt a",
      "rg x -- *.md", "sort a -- *.txt", "tree -L 2 -I node_modules", "tree -a --dirsfirst",
      "ps aux --sort=-%mem", "ps -ef", "ps -eo pid,ppid,pcpu,args --sort=-pcpu", "ps -p 12 -o pid=",
      "ps -p 1,2 -f", "ps ax", "ps axo pid,comm", "ps -C node -o pid,args", "ps -elf", "ps -A",
      "ps -e -o pid,rss", "jq '.environment' a.json", "jq -r '.jobs[].name' a.json", "du -sh .",
      "cd ~/shop && git status && git log -1", "test -f a && echo yes || echo no",
      "git diff --stat HEAD~3", "git diff HEAD~1 -- a.txt", "file a.bin", "file -b a", "strings a",
    ])
  func everyday(_ line: String) { allows(line) }
}
