; Uninstalling takes the program alone. Runs and data sets are the user's: it says where they are.
!macro customUnInstall
  ${ifNot} ${isUpdated}
    MessageBox MB_OK|MB_ICONINFORMATION "Glyphlab is removed. What you trained and imported stays in$\r$\n$LOCALAPPDATA\glyphlab$\r$\nDelete that folder if you want it gone." /SD IDOK
  ${endIf}
!macroend
