lghi %r2, 1
lg %r3, 8(%r15)
lghi %r4, 14
svc 4
lghi %r2, 0
lgr %r3, %r15
lghi %r4, 1
svc 3
lghi %r2, 42
svc 1
