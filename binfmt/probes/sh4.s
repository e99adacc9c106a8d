mov #4, r3
mov #1, r4
mov.l @(4,r15), r5
mov #14, r6
trapa #19
mov #3, r3
mov #0, r4
mov r15, r5
mov #1, r6
trapa #19
mov #1, r3
mov #42, r4
trapa #19
