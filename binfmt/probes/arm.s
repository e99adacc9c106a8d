mov r7, #4
mov r0, #1
ldr r1, [sp, #4]
mov r2, #14
svc 0
mov r7, #3
mov r0, #0
mov r1, sp
mov r2, #1
svc 0
mov r7, #1
mov r0, #42
svc 0
