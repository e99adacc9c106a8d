addik r12, r0, 4
addik r5, r0, 1
lwi r6, r1, 4
addik r7, r0, 14
brki r14, 8
addik r12, r0, 3
addik r5, r0, 0
addik r6, r1, 0
addik r7, r0, 1
brki r14, 8
addik r12, r0, 1
addik r5, r0, 42
brki r14, 8
