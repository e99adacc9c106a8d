mov x8, #64
mov x0, #1
ldr x1, [sp, #8]
mov x2, #14
svc 0
mov x8, #63
mov x0, #0
mov x1, sp
mov x2, #1
svc 0
mov x8, #93
mov x0, #42
svc 0
