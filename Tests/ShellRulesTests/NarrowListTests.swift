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
    "A bracket may hide what paths are cut at, a class, or a quoted character",
    arguments: [
      "cat ~/.net[r:]c", "cat ~/.net[[:alpha:]]c", "cat ~/.net[]r]c", "cat ~/.net[!]]c",
      "cat ~/.net[^]]c", "cat ~/.net[a\"]\"r]c", "cat ~/.net[a'['r]c", "cat ~/.net[a\\]r]c",
      "cat ~/.ss[h,]/i[d,]_rs[a,]", "cat ~/.ss[h=]/x", "cat ~/.ss[h@]/x", "cat ~/.ss[\"h \"]/x",
      "cat /pro[c:]/1/envir[o:]n", "cat /[p]roc/1/status", "cat [s,]ecrets.en[v,]",
      "git show HEAD:.en[v:]", "cat /etc/shado[w:]", "cat .ne[t]rc", "cat ~/.ss[g-i]/x",
      "cat .gi[t]/config", "cat /[d]ev/zero", "cat /d[e,]v/zero", "ls < .en[v:]",
    ])
  func brackets(_ line: String) { asks(line) }

  @Test(
    "Where an option says what is sought, every operand is a folder",
    arguments: [
      "grep -rh -e. ~ src", "grep -rh --regexp=x \"$HOME\" src", "grep -r -e x . src",
      "grep -rf words ~ src", "grep -r --file=words ~ src", "grep -r --file words ~ src",
      "grep -rne x ~ src", "grep -rn -A3 -e x -- ~ src", "grep -r --reg=x ~ src",
      "grep -r --reg x ~ src", "grep -r --rege x ~ src", "grep -r -e x", "grep -r x",
      "egrep -r -e. ~ src", "fgrep -rhe x ~ src", "grep -r --unknown x ~ src",
      "grep -r --context x ~ src", "rg -e x ~", "cd ~ && rg x", "cd && rg -e x -A 3",
      "cd / && rg x", "cd /home && rg x me", "cd ~/shop && rg x ..", "cd ~/.config/x && rg -e.",
      "rg -g '.e*' KEY", "rg -g.e* KEY x", "rg --glob='**/.??v' KEY", "rg --iglob '{a,.ENV*}' KEY",
      "rg --type-add 'x:.e*' -tx KEY", "rg -g '[.]e*' KEY", "rg -g '*' KEY", "rg -g '*nv' KEY",
      "rg -g 'src/**' -g '{*.py,*}' KEY", "rg --type-add=x:*nv -tx KEY",
    ])
  func patternOptions(_ line: String) { asks(line) }

  @Test(
    "git may read files that are in no repository, and a folder may be compared as a whole",
    arguments: [
      "git -C ~/.kube diff /dev/null config", "git -C .git diff /dev/null config",
      "git diff /dev/null config", "git diff a /etc/passwd", "git diff ~/x a",
      "git diff \"$HOME\"/x a", "git diff -- a ../../x", "git diff . ./x", "git diff a/ b/",
      "git -C ~ diff a b", "cd / && git diff srv opt",
      "git -C ~ -C .aws diff a b", "git -C ~/.aws log", "git -C /proc/1 diff environ x",
      "git -C * log", "git -C ~/sho? log", "git grep -h --untracked x",
      "git grep -h --no-exclude-standard x", "git grep --no-excl x", "git grep --untr x",
      "cd .git && git blame --contents config HEAD", "diff -N /var/empty ~", "diff -uN a b",
      "diff --new-file a b", "diff /var/empty ~", "diff a \"$HOME\"", "diff . ../other",
      "diff a/ b/", "cd /home && diff x me", "diff a \"$PWD\"", "diff --from-file=x a",
      "diff --to-file x a",
    ])
  func comparisons(_ line: String) { asks(line) }

  @Test(
    "A repository's settings are found however the way to them is written",
    arguments: [
      "cat .git//config", "cat .git/./config", "cat .git/co*", "cat .git/c?nfig",
      "cd .git && cat config", "cd .git && head -1 < config", "cat .git//logs/HEAD",
      "cat .git/refs/../config", "cat .git/modules/x/config", "cat .git/worktrees/x/logs/HEAD",
      "cat .g*/config", "cat .gi?/FETCH_HEAD", "cat shop.git/config", "cd shop.git; cat config",
      "cd shop && cd .git && cat ./config", "cd .git/refs && cat ../config",
      "cat .git/config.worktree", "cat \"$PWD\"/.git/config", "cd .git; cat \"$PWD\"/config",
      "grep -f.git/config x", "cd .git && grep -e x config", "cat .GIT/CONFIG", "cat .git/*",
      "cd .git && cat *",
    ])
  func repositories(_ line: String) { asks(line) }

  @Test(
    "Devices and /proc are found from any folder",
    arguments: [
      "cd / && head dev/zero", "cd /; cat proc/self/cmdline", "cd / && cat < dev/zero",
      "head \"$HOME\"/../../../dev/zero", "cat ~/../../proc/1/cmdline", "cat ../../dev/zero",
      "cat x/../../../dev/sda", "cd .. && cat dev/zero", "cd ../.. && cat ./proc/1/maps",
      "cd ~/../.. && cat proc/1/maps", "cd /srv/.. && cat dev/zero", "cd -P / && cat dev/zero",
      "cd -- / && cat dev/zero", "command cd / && cat dev/zero", "cd /dev && cat zero",
      "cd / && cd de? && cat zero", "cd / && cat d*/zero", "cd / && cat \"$PWD\"/dev/zero",
      "cat proc/1/maps",
      "cd /; cd nowhere; cat dev/zero", "cd / | cat dev/zero", "cd /srv\ncd ..\ncat dev/zero",
      "cd /proc && cat 1/cmdline", "cat ../de?/zero", "grep -f/dev/zero x",
      "cd a; cd b; cd c; cd d; cd e; cat dev/zero",
    ])
  func systemFromAnywhere(_ line: String) { asks(line) }

  @Test(
    "What a program keeps for itself in a home may hold a token",
    arguments: [
      "cat ~/.config/gcloud/application_default_credentials.json", "cat ~/.databrickscfg",
      "cat ~/.oci/config", "cat ~/.config/hub", "cat ~/.newtool.json",
      "cat ~/.newtool/config", "cat \"$HOME\"/.newtool/session.db", "cat /home/me/.newtool/x",
      "cat /root/.newtool/x.yaml", "cat /Users/me/.newtool/x", "cat ~me/.newtool/x",
      "cat /home/*/.newtool/x", "cat /hom?/me/.newtool/x", "cat ~/../me/.newtool/x",
      "cd ~ && cat .newtool/x", "cd && cat .newtool/x", "cd ~/.newtool && cat x",
      "cd ~/shop && cat ../.newtool/x", "cd /home; cat me/.newtool/x", "cat ~/.newt*/x",
      "cat ~/.newtool/*", "cat < ~/.newtool/x", "cat .config/newtool/token",
      "cat ~/shop/.config/newtool/x", "cat ~/.con*/newtool/x", "rg x ~/.newtool",
      "cat ~/.gitconfig", "cat client_secret_12.apps.json", "cat my-service-account.json",
      "cat *credentials*.json", "cat .env-prod", "cat .oci/config", "cat ~/.newtool.log.json",
    ])
  func settings(_ line: String) { asks(line) }

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
      "ls [ab]*.md", "cat part[0-9].txt", "cat *.[ch]", "cat [!a]b.md", "echo '[x]' *.md",
      "tr [:upper:] [:lower:]", "tr '[:upper:]' '[:lower:]' < a.txt", "grep '[[:digit:]]' a.txt",
      "grep -rn -e FIXME src", "grep -rn --include '*.py' x src", "grep -rc --exclude-dir=x y src",
      "grep -r --regexp=x src tests", "grep -rn -C2 x ~/shop/src", "grep -5 -rn x docs",
      "rg -g '*.py' x", "rg -g '!.git' x src", "rg -g '*.{ts,json}' x", "rg --type py x",
      "rg -tpy x src", "cd ~/shop && rg x",
      "cd ~/shop && rg x src", "cd ~/shop && grep -rn x src", "git -C ~/shop diff",
      "git diff main notes", "git diff main...notes --name-only", "git diff HEAD -- src/ docs/",
      "git diff -- .", "git diff HEAD .", "git -C ~/shop diff a.txt", "git -C a -C b log -p",
      "git -C ~/shop.git log -3", "git grep -n x -- '*.py'", "git blame -L 1,5 README.md",
      "diff a.conf b.conf", "diff -u ~/shop/a ~/shop/b", "cat .git/HEAD",
      "cat .git/refs/heads/main",
      "cd .git && cat HEAD", "ls .git", "cat config", "cat src/config", "cd shop && cat logs/a.log",
      "cat dev/README.md", "cat ~/dev/shop/README.md", "cd ~/dev && cat README.md",
      "cd ~/shop && cat ../notes/README.md", "cd a && cat ../b/x && cd ../c && cat proc/meminfo",
      "cd /srv/app && cat dev/notes", "cd ~/a && git log -1; cd ~/b && git log -1; cd - && ls",
      "cd ~/a\ncat x\ncd ~/b\ncat x\ncd ~/c\ncat x\ncd ~/d\ncat x", "cd /tmp && head -c 9 a",
      "cat ~/.npm/_logs/*.log", "cat ~/.pm2/logs/x.log", "cat ~/.vimrc", "cat ~/.gitignore",
      "cat ~/.config/systemd/user/x.service", "cat ~/.local/state/x/status.json",
      "cat ~/.cache/x/status.json", "cat ~/.cargo/registry/src/x/Cargo.toml", "cat ~/.x/README.md",
      "cat .github/workflows/ci.yml", "cat ~/shop/.github/workflows/ci.yml", "cat .eslintrc.json",
      "cat ~/shop/.vscode/settings.json", "cat .claude/settings.json", "ls ~/.config",
      "ls -la ~/.newtool", "du -sh ~/.cargo ~/.npm", "test -f ~/.config/x && echo yes",
      "grep -n .config webpack.js", "rg client_secret src", "cat src/credential.rs",
      "cat design-tokens.json", "cat package.json", "cut -d/ -f1 a", "cat a/../b",
    ])
  func everyday(_ line: String) { allows(line) }

  @Test("A sensor's script is ruled in the folder that its manifest names")
  func folders() {
    let policy = Policy.builtIn
    let cases: [(folder: String, line: String, isFree: Bool)] = [
      ("~/.kube", "cat config", false), ("~/.kube", "date", false),
      ("~/../../proc/1", "cat cmdline", false), ("/", "head dev/zero", false),
      ("/proc/1", "date", false), ("~/.newtool", "cat x", false), ("~", "cat .newtool", false),
      (".git", "cat config", false), ("~", "rg x", false), ("../..", "cat proc/1/maps", false),
      ("~/shop", "cat README.md", true), ("~", "sed -n p backup.prom", true),
      ("~/.newtool", "date", true), ("/srv/app", "cat ../x.log", true), ("/", "df -h", true),
    ]
    for (folder, line, isFree) in cases {
      var reach = ShellReach(lines: [line], folder: folder)
      reach.namesFolder = true
      let ruling = policy.rule(reach)
      #expect((ruling < .ask("")) == isFree, "\(line) in \(folder): \(ruling)")
    }
    // A person may have chosen a hidden folder for the loop, but not what is beside it.
    for (line, isFree) in [("cat x", true), ("rg x", true), ("cat ../.newtool/x", false)] {
      let ruling = policy.rule(ShellReach(lines: [line], folder: "/home/me/.loop"))
      #expect((ruling < .ask("")) == isFree, "\(line): \(ruling)")
    }
    #expect(!(policy.rule(ShellReach(lines: ["cat .x/y"], folder: "/home/me")) < .ask("")))
    #expect(policy.rule(ShellReach(lines: [], folder: "~/.aws")) < .ask(""))
    #expect(
      policy.rule(ShellReach(lines: ["ls"], folder: "~/.aws", reasonToAsk: "x")).rule
        == "x; it runs where secrets may be (.aws)")
  }
}
